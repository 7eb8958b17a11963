import { actOnce } from '../db/audit.ts';
import type { Trx } from '../db/open.ts';
import type { Deps } from '../slack/interaction.ts';
import {
  appendLeaves,
  type HeldLog,
  holdLog,
  keepCheckpoint,
  type NewRecord,
  takeDue,
} from './append-sql.ts';
import { type Entry, entriesFor } from './entries.ts';
import { commitmentTo, type Leaf } from './leaf.ts';
import { readLogState } from './log-sql.ts';
import { numberOf, type RecordFields } from './record.ts';
import { newCode, newSalt } from './record-sql.ts';
import { readServices } from './services.ts';

/** So many reports are recorded in one transaction. */
const AT_ONCE = 200;

type Appending = Pick<Deps, 'db' | 'now' | 'recordKey'>;

/**
 * Records what is due in this workspace, and signs what isn't signed yet. One at a time: whoever comes second waits for
 * the first one's commit and goes on from there, so that no number is missing or given twice, whoever dies when.
 */
export async function appendDue(deps: Appending, teamId: string): Promise<void> {
  const { isDue, size, signed } = await readLogState(deps.db, teamId);
  if (!isDue && (size === signed || !deps.recordKey)) return;
  while ((await appendSome(deps, teamId)) === AT_ONCE);
}

/** Returns how many were due. */
async function appendSome({ db, now, recordKey }: Appending, teamId: string): Promise<number> {
  const done = await actOnce(db, async (trx) => {
    let log = await holdLog(trx, teamId);
    const due = await takeDue(trx, teamId, AT_ONCE);
    const at = now().round('millisecond');
    const { all, lastNumbers } = await readServices(trx, teamId, [...new Set(due)], at);
    log = await appendEntries(trx, log, { entries: entriesFor(all), lastNumbers }, at);
    if (recordKey && log.edge.size > 0) await keepCheckpoint(trx, log, recordKey, at);
    return due.length;
  });
  return done === 'repeated' ? 0 : done;
}

/** What is missing, in the order of the entries; each gets the next number and a code. */
export async function appendEntries(
  trx: Trx,
  log: HeldLog,
  { entries, lastNumbers }: { entries: readonly Entry[]; lastNumbers: ReadonlyMap<number, number> },
  at: Temporal.Instant,
): Promise<HeldLog> {
  const { edge } = log;
  const last = new Map(lastNumbers);
  const leaves: Leaf[] = [];
  const records: NewRecord[] = [];
  for (const { kind, number, prior, fields: service } of entries) {
    if (!service) {
      leaves.push({ kind, number, at, prior, commitment: undefined, by: undefined });
      continue;
    }
    const no = (last.get(service.year) ?? 0) + 1;
    last.set(service.year, no);
    const fields: RecordFields = { ...service, number: numberOf(service.year, no), code: newCode() };
    const salt = newSalt();
    const commitment = commitmentTo(fields, salt);
    records.push({ leaf: edge.size + leaves.length, no, salt, fields });
    leaves.push({ kind, number: fields.number, at, prior, commitment, by: undefined });
  }
  return appendLeaves(trx, log, leaves, records);
}

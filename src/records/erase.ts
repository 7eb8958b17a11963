import { type RawBuilder, type SqlBool, sql } from 'kysely';
import type { Trx } from '../db/open.ts';
import { appendEntries } from './append.ts';
import { appendLeaves, type HeldLog, holdLog } from './append-sql.ts';
import { entriesFor } from './entries.ts';
import type { Eraser, Leaf } from './leaf.ts';
import { readServices } from './services.ts';

/**
 * Forgets what these experts' records say, and writes into the log of which leaf that was, when, and on whose word: in
 * the transaction that erases the person, so that no record is ever without its fields and without that word. The log
 * still proves all others. Returns how many it were.
 */
export async function eraseRecords(
  trx: Trx,
  {
    teamId,
    expertIds,
    by,
    now,
  }: { teamId: string; expertIds: readonly string[]; by: Eraser; now: Temporal.Instant },
): Promise<number> {
  const log = await holdLog(trx, teamId);
  return eraseAmong(trx, log, sql<SqlBool>`r.expert_id = any(${[...expertIds]}::text[])`, { by, now });
}

/** The same of all records of a year. */
export async function eraseRecordsOfYear(
  trx: Trx,
  { teamId, year, by, now }: { teamId: string; year: number; by: Eraser; now: Temporal.Instant },
): Promise<number> {
  const log = await holdLog(trx, teamId);
  return eraseAmong(trx, log, sql<SqlBool>`r.year = ${year}`, { by, now });
}

/**
 * Others' records that speak of somebody who was erased: once the reports no longer do, each is corrected, and the one that
 * named them loses its fields as above.
 *
 * @param pattern a regular expression for the words that are gone
 */
export async function cleanRecords(
  trx: Trx,
  { teamId, pattern, by, now }: { teamId: string; pattern: string; by: Eraser; now: Temporal.Instant },
): Promise<void> {
  let log = await holdLog(trx, teamId);
  const { rows } = await sql<{ report_id: string }>`
    select distinct report_id from service_record
    where team_id = ${teamId} and fields::text ~ ${pattern} order by report_id`.execute(trx);
  if (rows.length === 0) return;
  const at = now.round('millisecond');
  const reports = rows.map(({ report_id }) => report_id);
  const { all, lastNumbers } = await readServices(trx, teamId, reports, at);
  log = await appendEntries(trx, log, { entries: entriesFor(all), lastNumbers }, at);
  await eraseAmong(trx, log, sql<SqlBool>`r.fields::text ~ ${pattern}`, { by, now });
}

async function eraseAmong(
  trx: Trx,
  log: HeldLog,
  condition: RawBuilder<SqlBool>,
  { by, now }: { by: Eraser; now: Temporal.Instant },
): Promise<number> {
  const { rows } = await sql<{ leaf: number; number: string }>`
    update service_record r set salt = null, fields = null
    where r.team_id = ${log.teamId} and r.fields is not null and ${condition}
    returning r.leaf, r.number`.execute(trx);
  const erased = rows.toSorted((a, b) => a.leaf - b.leaf);
  const at = now.round('millisecond');
  const leaves = erased.map(
    ({ leaf, number }): Leaf => ({ kind: 'erase', number, at, prior: leaf, commitment: undefined, by }),
  );
  await appendLeaves(trx, log, leaves);
  return erased.length;
}

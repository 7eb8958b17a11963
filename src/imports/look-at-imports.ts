import { actOnce } from '../db/audit.ts';
import type { Deps } from '../slack/interaction.ts';
import { readImport } from './acts/read-import.ts';
import { type Import, WAITS_HOURS } from './import.ts';
import { forgetRows } from './rows-sql.ts';
import { listGoingOn } from './sql.ts';
import { dropStale } from './states-sql.ts';
import { showImport } from './tell.ts';

/** Reads what a process that is gone has left unread, and forgets what nobody has confirmed for two weeks. */
export async function lookAtImports(deps: Deps): Promise<Temporal.Instant | undefined> {
  const teamId = await deps.findTeam();
  if (teamId === undefined) return undefined;
  const now = deps.now();
  const all = await listGoingOn(deps.db, teamId);
  const unread = all.filter(({ state }) => state === 'reading');
  const isHeld = ({ leaseUntil }: { leaseUntil: Temporal.Instant | undefined }) =>
    leaseUntil !== undefined && Temporal.Instant.compare(deps.wallNow(), leaseUntil) <= 0;
  for (const { id } of unread.filter((one) => !isHeld(one))) await readImport(deps, teamId, id);
  const endsAt = ({ uploadedAt }: Import) => uploadedAt.add({ hours: WAITS_HOURS });
  const waiting = all.filter(({ state }) => state === 'checked');
  const isStale = (one: Import) => Temporal.Instant.compare(endsAt(one), now) <= 0;
  for (const one of waiting.filter(isStale)) await drop(deps, teamId, one, now);
  // Somebody else is reading one: it is looked at again with the next minute, in case they don't come to an end.
  if (unread.some(isHeld)) return now;
  const next = waiting.find((one) => !isStale(one));
  return next && endsAt(next);
}

async function drop({ db }: Deps, teamId: string, one: Import, now: Temporal.Instant): Promise<void> {
  await actOnce(db, async (trx) => {
    if (!(await dropStale(trx, teamId, one.id, now))) return;
    await forgetRows(trx, { teamId, importId: one.id });
    await showImport(trx, teamId, one);
  });
}

import { actOnce } from '../db/audit.ts';
import type { Deps } from '../slack/interaction.ts';
import { readImport } from './acts/read-import.ts';
import { WAITS_HOURS } from './import.ts';
import { forgetRows } from './rows-sql.ts';
import { listStale, listUnread } from './sql.ts';
import { dropStale } from './states-sql.ts';
import { showImport } from './tell.ts';

/** Reads what a process that is gone has left unread, and forgets what nobody has confirmed for two weeks. */
export async function lookAtImports(deps: Deps): Promise<Temporal.Instant | undefined> {
  const teamId = await deps.findTeam();
  if (teamId === undefined) return undefined;
  const { ids, isWaiting } = await listUnread(deps.db, teamId, deps.wallNow());
  for (const id of ids) await readImport(deps, teamId, id);
  const now = deps.now();
  const { stale, next } = await listStale(deps.db, teamId, now.subtract({ hours: WAITS_HOURS }));
  for (const one of stale)
    await actOnce(deps.db, async (trx) => {
      if (!(await dropStale(trx, teamId, one.id, now))) return;
      await forgetRows(trx, { teamId, importId: one.id });
      await showImport(trx, teamId, one);
    });
  // Somebody else is reading one: it is looked at again with the next minute, in case they don't come to an end.
  return isWaiting && ids.length === 0 ? now : next?.add({ hours: WAITS_HOURS });
}

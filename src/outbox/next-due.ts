import type { Db } from '../db/open.ts';
import { isColumnAhead, LONGEST_QUIET } from './ceilings.ts';

/**
 * When the queue has to look again; a reply waits for its thread, and the thread's arrival wakes the queue. What waits
 * for working hours is found by the schedule's own look at the minute.
 */
export async function nextDueAt(
  db: Db,
  teamId: string,
  now: Temporal.Instant,
): Promise<Temporal.Instant | undefined> {
  const row = await db
    .selectFrom('outgoing as o')
    .select('next_at')
    .where('o.team_id', '=', teamId)
    .where('state', '=', 'waiting')
    .where('parent_key', 'is', null)
    .where(({ or, eb, not }) =>
      or([
        eb('unprompted', '=', false),
        eb('ts', 'is not', null),
        not(isColumnAhead('not_before', now, LONGEST_QUIET)),
      ]),
    )
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(selectFrom('stopped_workspace as w').select('reason').whereRef('w.team_id', '=', 'o.team_id')),
      ),
    )
    .orderBy('next_at')
    .limit(1)
    .executeTakeFirst();
  return row?.next_at;
}

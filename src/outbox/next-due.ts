import { sql } from 'kysely';
import type { Db } from '../db/open.ts';
import { isAhead, isColumnAhead, LONGEST_PAUSE, LONGEST_QUIET } from './ceilings.ts';
import type { Taking } from './lease.ts';

/** What may be for the queue to do in a workspace. */
export interface QueueDue {
  isMarked: boolean;
  /** Something is under way, or waits for its thread: another process may have left it, or its thread can't come. */
  isLeft: boolean;
  /** Another process sends for it as well. */
  hasOthers: boolean;
  /** Between these lie the turns of all that waits for nothing else. */
  firstAt: Temporal.Instant | null;
  lastAt: Temporal.Instant | null;
}

/**
 * Reads in one statement when the queue has to look again; a reply waits for its thread, and the thread's arrival wakes
 * the queue. What waits for working hours is found by the schedule's own poll at the minute.
 */
export async function readDue(
  db: Db,
  teamId: string,
  { now, processId }: Omit<Taking, 'wallNow'>,
): Promise<QueueDue | undefined> {
  const turns = sql`
    select o.next_at from outgoing o
    where o.team_id = ${teamId} and o.state = 'waiting' and o.parent_key is null
      and not (o.unprompted and o.ts is null and ${isColumnAhead('o.not_before', now, LONGEST_QUIET)})`;
  const { rows } = await sql<QueueDue>`
    select
      exists (select 1 from changed c where c.team_id = ${teamId}) as "isMarked",
      exists (select 1 from outgoing b where b.team_id = ${teamId} and b.state in ('leased', 'sending'))
        or exists (
          select 1 from outgoing r where r.team_id = ${teamId} and r.state = 'waiting' and r.parent_key is not null
        ) as "isLeft",
      exists (
        select 1 from sending_process p where p.team_id = ${teamId} and p.id <> ${processId ?? ''}
      ) as "hasOthers",
      (${turns} order by o.next_at limit 1) as "firstAt",
      (${turns} order by o.next_at desc limit 1) as "lastAt"
    where not exists (select 1 from stopped_workspace w where w.team_id = ${teamId})`.execute(db);
  return rows[0];
}

/** Is there anything to do at this moment? What is further ahead than any pause was written before the clock was set back. */
export function isDueBy({ isMarked, isLeft, firstAt, lastAt }: QueueDue, wallNow: Temporal.Instant): boolean {
  const isTime = (at: Temporal.Instant | null) => at !== null && !isAhead(at, wallNow, LONGEST_PAUSE);
  return isMarked || isLeft || isTime(firstAt) || isTime(lastAt);
}

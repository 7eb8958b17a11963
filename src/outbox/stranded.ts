import { sql } from 'kysely';
import type { Trx } from '../db/open.ts';
import { isColumnAhead, LONGEST_LEASE } from './ceilings.ts';
import type { Moments } from './lease.ts';

/**
 * Rows of a process that died. Before the call: sent again. During the call: an update is repeated, as it can't
 * double; a post may or may not have arrived, is never resent blindly, and says 'unknown'. True when something is
 * unknown now. These are the rows of the processes `dead`, and those whose lease is over whoever had them.
 */
export async function settleStranded(
  trx: Trx,
  teamId: string,
  { wallNow, now }: Moments,
  dead: readonly string[] = [],
): Promise<boolean> {
  const isLost = sql`state = 'sending' and ts is null and kind <> 'home'`;
  const rows = await trx
    .updateTable('outgoing')
    .set({
      state: sql`case when ${isLost} then 'unknown' else 'waiting' end`,
      troubles: sql`case when ${isLost} then troubles + 1 else troubles end`,
      troubled_at: sql`case when ${isLost} then ${now} else troubled_at end`,
      error: sql`case when ${isLost} then 'process_ended' else error end`,
      lease_until: null,
    })
    .where('team_id', '=', teamId)
    .where('state', 'in', ['leased', 'sending'])
    .where('lease_until', 'is not', null)
    .where(({ or, not, eb }) =>
      or([
        not(isColumnAhead('lease_until', wallNow, LONGEST_LEASE)),
        eb('leased_by', '=', sql<string>`any(${[...dead]}::text[])`),
      ]),
    )
    .returning('state')
    .execute();
  return rows.some(({ state }) => state === 'unknown');
}

/**
 * Replies whose thread can't come any more: the message that opens it failed, or arrived where nobody knows. They
 * have failed too, and say so: true when there are any. Where it was taken back before it was sent, there is nothing
 * to reply to.
 */
export async function settleOrphans(trx: Trx, teamId: string, now: Temporal.Instant): Promise<boolean> {
  const { rows } = await sql<{ state: string }>`
    update outgoing o
    set state = case when p.state = 'dropped' then 'dropped' else 'failed' end,
      error = 'no_thread', troubles = o.troubles + 1, troubled_at = ${now}, shown = o.wanted
    from outgoing w
    left join outgoing p on p.team_id = w.team_id and p.key = w.parent_key
    where w.team_id = o.team_id and w.key = o.key and o.state = 'waiting' and o.parent_key is not null
      and o.team_id = ${teamId}
      and (p.key is null or (p.ts is null and p.state in ('failed', 'dropped', 'sent')))
    returning o.state`.execute(trx);
  return rows.some(({ state }) => state === 'failed');
}

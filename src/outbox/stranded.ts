import { sql } from 'kysely';
import type { Trx } from '../db/open.ts';

/**
 * Rows of a process that died. Before the call: sent again. During the call: an update is repeated, as it can't
 * double; a post may or may not have arrived, is never resent blindly, and says 'unknown'. Returns the workspaces
 * in which something is unknown now.
 */
export async function settleStranded(
  trx: Trx,
  { wallNow, now }: { wallNow: Temporal.Instant; now: Temporal.Instant },
): Promise<string[]> {
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
    .where('state', 'in', ['leased', 'sending'])
    .where('lease_until', '<', wallNow)
    .returning(['team_id', 'state'])
    .execute();
  return rows.filter(({ state }) => state === 'unknown').map(({ team_id }) => team_id);
}

/**
 * Replies whose thread can't come any more: the message that opens it failed, or arrived where nobody knows. They
 * have failed too, and say so. Where it was taken back before it was sent, there is nothing to reply to.
 */
export async function settleOrphans(trx: Trx, now: Temporal.Instant, teamId?: string): Promise<string[]> {
  const { rows } = await sql<{ team_id: string; state: string }>`
    update outgoing o
    set state = case when p.state = 'dropped' then 'dropped' else 'failed' end,
      error = 'no_thread', troubles = o.troubles + 1, troubled_at = ${now}, shown = o.wanted
    from outgoing w
    left join outgoing p on p.team_id = w.team_id and p.key = w.parent_key
    where w.team_id = o.team_id and w.key = o.key and o.state = 'waiting' and o.parent_key is not null
      and ${teamId === undefined ? sql`true` : sql`o.team_id = ${teamId}`}
      and (p.key is null or (p.ts is null and p.state in ('failed', 'dropped', 'sent')))
    returning o.team_id, o.state`.execute(trx);
  return rows.filter(({ state }) => state === 'failed').map(({ team_id }) => team_id);
}

import { sql } from 'kysely';
import type { Act } from '../db/audit.ts';
import type { Trx } from '../db/open.ts';
import { recordAndSay, type Said } from '../outbox/act-sql.ts';

/**
 * 'published' or on the way there → 'cancelled'; false when it was decided before. Locks the need against claims, and
 * waits for those that are being made.
 */
export async function markCancelled(
  trx: Trx,
  teamId: string,
  id: string,
  { reason, now }: { reason: string; now: Temporal.Instant },
): Promise<boolean> {
  const row = await trx
    .updateTable('demand')
    .set({ state: 'cancelled', reason, changed_at: now })
    .where('team_id', '=', teamId)
    .where('id', '=', id)
    .where('state', 'in', ['submitted', 'returned', 'bureau_review', 'published', 'postponed'])
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
}

/** Ends what is live of a need that is cancelled, frees its slots, records the act and tells of it; the caller holds the need. */
export async function endClaims(
  trx: Trx,
  demandId: string,
  reason: string,
  act: Act,
  said: Said,
): Promise<void> {
  const { teamId, now } = act;
  await sql`
    with ended as (
      update claim set state = 'cancelled', reason = ${reason}, ended_at = ${now}::timestamptz, live_no = null
      where team_id = ${teamId} and demand_id = ${demandId} and ended_at is null
      returning id
    ), freed as (
      update slot set expert_id = null, claim_id = null
      where team_id = ${teamId} and demand_id = ${demandId} and claim_id in (select id from ended)
    ), done as (
      select ${demandId}
    ), ${recordAndSay(act, said)}
    select id from act`.execute(trx);
}

import { sql } from 'kysely';
import { type Act, actAtOnce } from '../db/audit.ts';
import type { Db } from '../db/open.ts';
import { recordAndSay, type Said } from '../outbox/act-sql.ts';
import type { DemandState } from './demand.ts';
import type { DemandCase } from './entry-sql.ts';

export interface Move {
  to: 'published' | 'bureau_review' | 'returned' | 'rejected';
  /** Why, where it goes back or no further. */
  reason?: string;
}

/** Where the need stands after the move, without who is told. */
export function movedBy({ demand }: DemandCase, { to, reason }: Move, now: Temporal.Instant) {
  const publishedAt = to === 'published' ? now : demand.publishedAt;
  return { ...demand, state: to as DemandState, reason, publishedAt };
}

/**
 * A decision about a need as one statement: it moves from where it was read, unless somebody has decided or mended it
 * meanwhile; publishing makes its slots, and its contact the host unit's; the act is recorded and those concerned are
 * told. Returns the act's id in the audit trail.
 */
export async function moveDemand(
  db: Db,
  { demand: { id, state }, changedAt }: DemandCase,
  { to, reason }: Move,
  act: Act,
  said: Said,
): Promise<number | 'repeated' | undefined> {
  const { teamId, actor, now } = act;
  const isPublished = to === 'published';
  return actAtOnce(async () => {
    const { rows } = await sql<{ id: number }>`/* name: move_demand */
      with moved as (
        update demand set state = ${to}, reason = ${reason}, changed_at = ${now}::timestamptz,
          published_at = case when ${isPublished}::boolean then ${now}::timestamptz else published_at end
        where team_id = ${teamId} and id = ${id} and state = ${state} and changed_at = ${changedAt}::timestamptz
        returning id, host_unit_id, contact_user, expert_slots
      ), opened as (
        insert into slot (team_id, demand_id, no)
        select ${teamId}, moved.id, generate_series(1, moved.expert_slots) from moved where ${isPublished}::boolean
      ), named as (
        insert into organisation_contact (team_id, organisation_id, user_id, added_by, added_at)
        select ${teamId}, moved.host_unit_id, moved.contact_user, ${actor}, ${now}::timestamptz
        from moved where ${isPublished}::boolean and moved.contact_user is not null
        on conflict do nothing
      ), done as (
        select id from moved
      ), ${recordAndSay(act, said)}
      select id from act`.execute(db);
    return rows[0]?.id;
  });
}

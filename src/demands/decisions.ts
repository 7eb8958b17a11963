import { sql } from 'kysely';
import { type Act, actAtOnce } from '../db/audit.ts';
import type { Db } from '../db/open.ts';
import { recordAndSay, type Said } from '../outbox/act-sql.ts';
import type { Demand, DemandState } from './demand.ts';
import type { DemandCase } from './entry-sql.ts';

export interface Move {
  to: 'published' | 'bureau_review' | 'returned' | 'rejected';
  /** Why, where it goes back or no further. */
  reason?: string;
  /** The field it is matched by from now on, none for any; where it isn't settled here, it stays. */
  field?: string | undefined;
  /** Whoever claims it is confirmed at once. */
  instant?: boolean;
  /** Why it is published though its unit stands above the county. */
  hostReason?: string | undefined;
}

/** For the audit trail, and for a step back: from where it moved, and the field where it isn't what it was. */
export function detailsOf({ number, state, field }: Demand, what: Move): Record<string, unknown> {
  const details: Record<string, unknown> = { number, from: state };
  if (what.reason) details.reason = what.reason;
  if (what.hostReason) details.host_reason = what.hostReason;
  if ('field' in what && what.field !== field)
    details.field = { from: field ?? null, to: what.field ?? null };
  return details;
}

/** Where the need stands after the move, without who is told. */
export function movedBy({ demand }: DemandCase, what: Move, now: Temporal.Instant) {
  const { to, reason } = what;
  const publishedAt = to === 'published' ? now : demand.publishedAt;
  const field = 'field' in what ? what.field : demand.field;
  return { ...demand, state: to as DemandState, reason, publishedAt, field, instant: what.instant ?? false };
}

/**
 * A decision about a need as one statement: it moves from where it was read, unless somebody has decided or mended it
 * meanwhile; publishing makes its slots, and its contact the host unit's; the act is recorded and those concerned are
 * told. Returns the act's id in the audit trail.
 */
export async function moveDemand(
  db: Db,
  found: DemandCase,
  what: Move,
  act: Act,
  said: Said,
): Promise<number | 'repeated' | undefined> {
  const { teamId, actor, now } = act;
  const { id, state } = found.demand;
  const { to, reason, instant = false } = what;
  const { field } = movedBy(found, what, now);
  const isPublished = to === 'published';
  return actAtOnce(async () => {
    const { rows } = await sql<{ id: number }>`/* name: move_demand */
      with moved as (
        update demand set state = ${to}, reason = ${reason}, field = ${field}, changed_at = ${now}::timestamptz,
          published_at = case when ${isPublished}::boolean then ${now}::timestamptz else published_at end,
          instant = ${instant}::boolean
        where team_id = ${teamId} and id = ${id} and state = ${state} and changed_at = ${found.changedAt}::timestamptz
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

import { type Selectable, sql } from 'kysely';
import type { Act } from '../db/audit.ts';
import type { Trx } from '../db/open.ts';
import type { Tables } from '../db/tables.ts';
import { toJson } from '../db/values.ts';
import { CHANGEABLE } from '../demands/changeable.ts';
import type { DemandState } from '../demands/demand.ts';
import { recordAndSay, type Said } from '../outbox/act-sql.ts';

/** A need and its live claims as they stood, for a step back; none of it is shown. */
export interface Before {
  demand: Pick<DemandRow, (typeof CHANGEABLE)[number] | 'state' | 'reason' | 'moved_at'>;
  claims: unknown[];
  /** Ids of the consents that were given to the old date. */
  consents: string[];
}

type DemandRow = Selectable<Tables['demand']>;

export interface Locked {
  before: Before;
  /** As the change of the row is told apart from a later one. */
  changedAt: string;
}

/**
 * The need and what is live of it, kept from changing until the transaction ends: whoever claims at this moment is waited
 * for, and so is whoever decides about a claim. Undefined when there is no such need.
 */
export async function lockNeed(trx: Trx, teamId: string, id: string): Promise<Locked | undefined> {
  const { rows } = await sql<{ row: DemandRow & { changed_at: string } }>`
    select to_jsonb(d) as row from demand d where d.team_id = ${teamId} and d.id = ${id} for update`.execute(
    trx,
  );
  const row = rows[0]?.row;
  if (!row) return undefined;
  const claims = await sql<{ row: { id: string } }>`
    select to_jsonb(c) as row from claim c
    where c.team_id = ${teamId} and c.demand_id = ${id} and c.ended_at is null order by c.id for update`.execute(
    trx,
  );
  const consents = await sql<{ id: string }>`
    select id from consent where team_id = ${teamId} and claim_id = any(${claims.rows.map((one) => one.row.id)}::text[])`.execute(
    trx,
  );
  const kept = [...CHANGEABLE, 'state', 'reason', 'moved_at'] as const;
  const demand = Object.fromEntries(kept.map((key) => [key, row[key]])) as Before['demand'];
  return {
    before: {
      demand,
      claims: claims.rows.map((one) => one.row),
      consents: consents.rows.map((one) => one.id),
    },
    changedAt: row.changed_at,
  };
}

/** What is written of the need. */
export type Written = Partial<Before['demand']> & { state: DemandState; reason: string | null };

export async function writeNeed(
  trx: Trx,
  teamId: string,
  id: string,
  written: Written,
  now: Temporal.Instant,
): Promise<void> {
  await trx
    .updateTable('demand')
    .set({ ...written, changed_at: now })
    .where('team_id', '=', teamId)
    .where('id', '=', id)
    .execute();
}

/**
 * As many slots as the need asks for: more are added, free ones taken away, the last first. False when more are held
 * (decision 19): a slot that somebody holds is never taken away.
 */
export async function resizeSlots(trx: Trx, teamId: string, id: string, wanted: number): Promise<boolean> {
  const { rows } = await sql<{ count: number }>`
    with kept as (
      select count(*) as count, coalesce(max(no), 0) as last from slot where team_id = ${teamId} and demand_id = ${id}
    ), added as (
      insert into slot (team_id, demand_id, no)
      select ${teamId}, ${id}, kept.last + n from kept, generate_series(1, ${wanted}::integer - kept.count) n
      returning no
    ), dropped as (
      delete from slot s using (
        select no from slot where team_id = ${teamId} and demand_id = ${id} and expert_id is null
        order by no desc limit (select greatest(count - ${wanted}::integer, 0) from kept)
      ) spare
      where s.team_id = ${teamId} and s.demand_id = ${id} and s.no = spare.no and s.expert_id is null
      returning s.no
    )
    select kept.count + (select count(*) from added) - (select count(*) from dropped) as count from kept`.execute(
    trx,
  );
  return Number(rows[0]?.count) === wanted;
}

/**
 * These claims wait for the expert's yes to another date, on their slots; what the home unit had said to the old one is
 * no consent to the new, unless it covers it as a blanket one.
 */
export async function askAnew(
  trx: Trx,
  teamId: string,
  claims: readonly { id: string; isCovered: boolean }[],
  now: Temporal.Instant,
): Promise<void> {
  const ids = claims.map(({ id }) => id);
  const uncovered = claims.filter(({ isCovered }) => !isCovered).map(({ id }) => id);
  await sql`
    with moved as (
      update claim set state = 'expert_pending', moved_at = ${now}::timestamptz, kept_at = null,
        consented_at = case when id = any(${uncovered}::text[]) then null else consented_at end
      where team_id = ${teamId} and id = any(${ids}::text[]) and ended_at is null
      returning id
    )
    update consent set former_claim_id = claim_id, claim_id = null
    where team_id = ${teamId} and claim_id = any(${uncovered}::text[]) and claim_id in (select id from moved)`.execute(
    trx,
  );
}

/** These claims end with the need, and free their slots. */
export async function endThese(
  trx: Trx,
  teamId: string,
  ids: readonly string[],
  { reason, now }: { reason: string; now: Temporal.Instant },
): Promise<void> {
  await sql`
    with ended as (
      update claim set state = 'cancelled', reason = ${reason}, ended_at = ${now}::timestamptz, live_no = null
      where team_id = ${teamId} and id = any(${[...ids]}::text[]) and ended_at is null
      returning id, demand_id
    )
    update slot set expert_id = null, claim_id = null from ended
    where slot.team_id = ${teamId} and slot.demand_id = ended.demand_id and slot.claim_id = ended.id`.execute(
    trx,
  );
}

/** The act in the audit trail, and all that it says; returns its id there. */
export async function recordAlteration(trx: Trx, act: Act, said: Said): Promise<number> {
  const { rows } = await sql<{ id: number }>`
    with done as (select 1), ${recordAndSay(act, said)} select id from act`.execute(trx);
  return Number(rows[0]?.id);
}

/** The need and its claims as they stood before; the caller has seen to it that nobody acted since. */
export async function putBackNeed(
  trx: Trx,
  teamId: string,
  id: string,
  { demand, claims, consents }: Before,
  now: Temporal.Instant,
): Promise<boolean> {
  await sql`
    update demand set state = b.state, reason = b.reason, moved_at = b.moved_at, changed_at = ${now}::timestamptz,
      title = b.title, description = b.description, expert_requirement = b.expert_requirement,
      expected_outcome = b.expected_outcome, time_text = b.time_text, service_start = b.service_start,
      service_end = b.service_end, claim_deadline = b.claim_deadline, place = b.place,
      contact_name = b.contact_name, contact_phone = b.contact_phone, expert_slots = b.expert_slots, field = b.field
    from jsonb_populate_record(null::demand, ${toJson(demand)}) b
    where demand.team_id = ${teamId} and demand.id = ${id}`.execute(trx);
  if (!(await resizeSlots(trx, teamId, id, demand.expert_slots))) return false;
  await sql`
    with back as (
      update claim set state = b.state, reason = b.reason, live_no = b.live_no, consented_at = b.consented_at,
        confirmed_at = b.confirmed_at, ended_at = b.ended_at, moved_at = b.moved_at, kept_at = b.kept_at
      from jsonb_populate_recordset(null::claim, ${toJson(claims)}) b
      where claim.team_id = ${teamId} and claim.id = b.id
      returning claim.id, claim.slot_no, claim.expert_id
    ), seated as (
      update slot set expert_id = back.expert_id, claim_id = back.id from back
      where slot.team_id = ${teamId} and slot.demand_id = ${id} and slot.no = back.slot_no
    )
    update consent set claim_id = former_claim_id, former_claim_id = null
    where team_id = ${teamId} and id = any(${[...consents]}::text[]) and claim_id is null`.execute(trx);
  return true;
}

import { type RawBuilder, sql } from 'kysely';
import type { Db, Trx } from '../db/open.ts';
import { listContacts } from '../directory/organisations.ts';
import { type Demand, NO_SEATS, type Seats } from './demand.ts';
import type { DemandForm } from './demand-form.ts';
import { columnsOf, demandOf, selectDemands } from './demand-row.ts';

export async function findDemand(db: Db, teamId: string, id: string): Promise<Demand | undefined> {
  const row = await selectDemands(db, teamId).where('demand.id', '=', id).executeTakeFirst();
  return row && demandOf(row);
}

export async function listDemands(db: Db, teamId: string, ids: readonly string[]): Promise<Demand[]> {
  if (ids.length === 0) return [];
  const rows = await selectDemands(db, teamId)
    .where('demand.id', 'in', [...ids])
    .execute();
  return rows.map(demandOf);
}

/** The need as it stands, kept from changing until the transaction ends. */
export async function lockDemand(trx: Trx, teamId: string, id: string): Promise<Demand | undefined> {
  const row = await selectDemands(trx, teamId).where('demand.id', '=', id).forUpdate().executeTakeFirst();
  return row && demandOf(row);
}

export interface Submitted {
  teamId: string;
  id: string;
  /** XQ-2013-0001, taken for it. */
  number: string;
  year: number;
  poster: string;
  contactUser: string | undefined;
  recordedBy: string | undefined;
  form: DemandForm;
  now: Temporal.Instant;
  /** The need that it goes back to. */
  follows?: string | undefined;
}

/** Keeps a new need as 'submitted'. */
export async function insertDemand(trx: Trx, submitted: Submitted): Promise<Demand> {
  const { teamId, id, number, year, poster, contactUser, recordedBy, form, now, follows } = submitted;
  const row = await trx
    .insertInto('demand')
    .values({
      ...(await columnsOf(trx, teamId, form, now)),
      team_id: teamId,
      id,
      number,
      year,
      state: 'submitted',
      poster,
      contact_user: contactUser ?? null,
      recorded_by: recordedBy ?? null,
      submitted_at: now,
      follows: follows ?? null,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
  return demandOf(row);
}

/** Replaces the text under the same number; a returned need is submitted again. Undefined when it is no longer open for edits. */
export async function reviseDemand(
  trx: Trx,
  { teamId, id, form, now }: { teamId: string; id: string; form: DemandForm; now: Temporal.Instant },
): Promise<Demand | undefined> {
  const row = await trx
    .updateTable('demand')
    .set({
      ...(await columnsOf(trx, teamId, form, now)),
      state: sql`case when state = 'returned' then 'submitted' else state end`,
      reason: null,
    })
    .where('team_id', '=', teamId)
    .where('id', '=', id)
    .where('state', 'in', ['submitted', 'returned', 'bureau_review'])
    .returningAll()
    .executeTakeFirst();
  return row && demandOf(row);
}

/** Also while a coordinator has yet to decide whether the expert came: nothing of that is public (designs 3). */
const IS_CONFIRMED = sql<boolean>`claim.state in ('confirmed', 'no_show_reported', 'no_show_objected')`;

/** The seats of these needs, in one query; a need without slots (not yet published) has `NO_SEATS`. */
export async function countSeats(
  db: Db,
  teamId: string,
  ids: readonly string[],
): Promise<Map<string, Seats>> {
  const seats = new Map<string, Seats>(ids.map((id) => [id, NO_SEATS]));
  if (ids.length === 0) return seats;
  const { rows } = await sql<Seats & { id: string }>`
    select slot.demand_id as id,
      count(*) as total,
      count(*) filter (where slot.claim_id is null) as free,
      count(*) filter (where not ${IS_CONFIRMED}) as held,
      coalesce(array_agg(expert.name order by slot.no) filter (where ${IS_CONFIRMED}), '{}') as confirmed
    from slot
    left join claim on claim.team_id = slot.team_id and claim.id = slot.claim_id
    left join expert on expert.team_id = slot.team_id and expert.id = slot.expert_id
    where slot.team_id = ${teamId} and slot.demand_id = any(${[...ids]}::text[])
    group by slot.demand_id`.execute(db);
  for (const { id, ...counted } of rows) seats.set(id, counted);
  return seats;
}

/** The host unit's people on Slack: nobody before a coordinator has published the need. */
export async function listHostUsers(db: Db, teamId: string, demand: Demand): Promise<string[]> {
  if (demand.publishedAt === undefined) return [];
  const contacts = await listContacts(db, teamId, demand.hostUnitId);
  return [...new Set([...(demand.contactUser ? [demand.contactUser] : []), ...contacts])];
}

/** The same for the query around it, beside a row `demand`. */
export const HOST_USERS = sql<string[]>`array(
  select demand.contact_user where demand.contact_user is not null and demand.published_at is not null
  union
  select c.user_id from organisation_contact c
  where c.team_id = demand.team_id and c.organisation_id = demand.host_unit_id and demand.published_at is not null)`;

export interface OpenFilter {
  limit: number;
  offset: number;
  districts?: readonly string[];
  lines?: readonly string[];
  field?: string;
}

/**
 * For the query around it: has this need a free slot? `offset 0` has it looked up for each need: joined, the planner
 * would read the free slots of all years.
 */
export function hasFreeSlot(demand: RawBuilder<unknown>): RawBuilder<boolean> {
  return sql<boolean>`exists (
    select 1 from slot where slot.team_id = ${demand}.team_id and slot.demand_id = ${demand}.id and slot.expert_id is null
    offset 0)`;
}

/**
 * Published needs with a free slot that still take claims today, the nearest deadline first; of whatever year, as their
 * cards still have the button.
 */
export async function listOpenDemands(
  db: Db,
  teamId: string,
  today: Temporal.PlainDate,
  { limit, offset, districts, lines, field }: OpenFilter,
): Promise<Demand[]> {
  const lastDay = sql<string>`coalesce(demand.claim_deadline, demand.service_end, 'infinity'::date)`;
  const rows = await selectDemands(db, teamId)
    .where('demand.state', '=', 'published')
    .where(lastDay, '>=', today.toString())
    .where(hasFreeSlot(sql`demand`))
    .$if(districts !== undefined, (query) =>
      query.where(sql<boolean>`demand.districts && ${[...(districts ?? [])]}::text[]`),
    )
    .$if(lines !== undefined, (query) => query.where('demand.action_line', 'in', [...(lines ?? [])]))
    .$if(field !== undefined, (query) =>
      query.where(sql<boolean>`(demand.field = ${field} or demand.field is null)`),
    )
    .orderBy(lastDay)
    .orderBy('demand.number')
    .limit(limit)
    .offset(offset)
    .execute();
  return rows.map(demandOf);
}

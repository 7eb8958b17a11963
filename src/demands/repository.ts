import { type Selectable, sql } from 'kysely';
import type { Db, Trx } from '../db/open.ts';
import type { Tables } from '../db/tables.ts';
import type { Actor } from '../directory/permissions.ts';
import { addContact, ensureOrganisation, listContacts, nameKey } from '../directory/repository.ts';
import { takeNumber } from '../programme/repository.ts';
import { type Demand, type DemandState, NO_SEATS, type Seats } from './demand.ts';
import type { DemandForm } from './demand-form.ts';

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

export interface Submitted {
  teamId: string;
  id: string;
  year: number;
  poster: string;
  contactUser: string | undefined;
  recordedBy: string | undefined;
  form: DemandForm;
  now: Temporal.Instant;
}

/** Keeps a new need as 'submitted', with the year's next XQ- number. */
export async function insertDemand(trx: Trx, submitted: Submitted): Promise<Demand> {
  const { teamId, id, year, poster, contactUser, recordedBy, form, now } = submitted;
  const row = await trx
    .insertInto('demand')
    .values({
      ...(await columnsOf(trx, teamId, form, now)),
      team_id: teamId,
      id,
      number: await takeNumber(trx, teamId, year, 'XQ'),
      year,
      state: 'submitted',
      poster,
      contact_user: contactUser ?? null,
      recorded_by: recordedBy ?? null,
      submitted_at: now,
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

export interface Decision {
  teamId: string;
  id: string;
  /** The states this decision is a step from; anything else means somebody decided before. */
  from: readonly DemandState[];
  now: Temporal.Instant;
}

/** Publishes the need: makes its slots, and its contact the host unit's. Undefined when it was decided before. */
export async function publishDemand(
  trx: Trx,
  decision: Decision & { by: string },
): Promise<Demand | undefined> {
  const { teamId, id, by, now } = decision;
  const demand = await moveDemand(trx, decision, { state: 'published', reason: null, published_at: now });
  if (!demand) return undefined;
  await sql`insert into slot (team_id, demand_id, no)
    select ${teamId}, ${id}, generate_series(1, ${demand.expertSlots}::integer)`.execute(trx);
  if (demand.contactUser)
    await addContact(trx, {
      ...{ teamId, organisationId: demand.hostUnitId, userId: demand.contactUser, by, now },
    });
  return demand;
}

/** The district has checked it; the bureau publishes (published_by = 'bureau'). Undefined when it was decided before. */
export async function forwardDemand(trx: Trx, decision: Decision): Promise<Demand | undefined> {
  return moveDemand(trx, decision, { state: 'bureau_review', reason: null });
}

/** Back to the poster to be mended. Undefined when it was decided before. */
export async function returnDemand(
  trx: Trx,
  decision: Decision & { reason: string },
): Promise<Demand | undefined> {
  return moveDemand(trx, decision, { state: 'returned', reason: decision.reason });
}

/** Not taken on, for good. Undefined when it was decided before. */
export async function rejectDemand(
  trx: Trx,
  decision: Decision & { reason: string },
): Promise<Demand | undefined> {
  return moveDemand(trx, decision, { state: 'rejected', reason: decision.reason });
}

/** One guarded statement: of two decisions at the same moment one wins. */
async function moveDemand(
  trx: Trx,
  { teamId, id, from, now }: Decision,
  change: { state: DemandState; reason: string | null; published_at?: Temporal.Instant },
): Promise<Demand | undefined> {
  const row = await trx
    .updateTable('demand')
    .set({ ...change, changed_at: now })
    .where('team_id', '=', teamId)
    .where('id', '=', id)
    .where('state', 'in', [...from])
    .returningAll()
    .executeTakeFirst();
  return row && demandOf(row);
}

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
      count(*) filter (where claim.state <> 'confirmed') as held,
      coalesce(array_agg(expert.name order by slot.no) filter (where claim.state = 'confirmed'), '{}') as confirmed
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

export interface OpenFilter {
  limit: number;
  offset: number;
  districts?: readonly string[];
  lines?: readonly string[];
  field?: string;
}

/** Published needs with a free slot that still take claims today, the nearest deadline first. */
export async function listOpenDemands(
  db: Db,
  teamId: string,
  year: number,
  today: Temporal.PlainDate,
  { limit, offset, districts, lines, field }: OpenFilter,
): Promise<Demand[]> {
  const lastDay = sql<string | null>`coalesce(demand.claim_deadline, demand.service_end)`;
  const rows = await selectDemands(db, teamId)
    .where('demand.year', '=', year)
    .where('demand.state', '=', 'published')
    .where((eb) => eb.or([eb(lastDay, 'is', null), eb(lastDay, '>=', today.toString())]))
    .where((eb) =>
      eb.exists(
        eb
          .selectFrom('slot')
          .select('slot.no')
          .whereRef('slot.team_id', '=', 'demand.team_id')
          .whereRef('slot.demand_id', '=', 'demand.id')
          .where('slot.expert_id', 'is', null),
      ),
    )
    .$if(districts !== undefined, (query) =>
      query.where(sql<boolean>`demand.districts && ${[...(districts ?? [])]}::text[]`),
    )
    .$if(lines !== undefined, (query) => query.where('demand.action_line', 'in', [...(lines ?? [])]))
    .$if(field !== undefined, (query) => query.where('demand.field', '=', field ?? null))
    .orderBy(sql`${lastDay} asc nulls last`)
    .orderBy('demand.number')
    .limit(limit)
    .offset(offset)
    .execute();
  return rows.map(demandOf);
}

/**
 * Needs that wait for this coordinator, the oldest first: of their districts; for the bureau what districts have
 * passed on, and what belongs to a district without a coordinator.
 */
export async function listDemandsToReview(
  db: Db,
  teamId: string,
  year: number,
  actor: Actor,
): Promise<Demand[]> {
  if (!actor.bureau && actor.districts.length === 0) return [];
  const rows = await selectDemands(db, teamId)
    .where('demand.year', '=', year)
    .where('demand.state', 'in', ['submitted', 'bureau_review'])
    .where((eb) => {
      const owned = eb('demand.district', '=', sql<string>`any(${[...actor.districts]}::text[])`);
      const ownWork = eb.and([eb('demand.state', '=', 'submitted'), owned]);
      const covered = eb.exists(
        eb
          .selectFrom('role_grant')
          .select('role_grant.user_id')
          .whereRef('role_grant.team_id', '=', 'demand.team_id')
          .where('role_grant.role', '=', 'district')
          .whereRef('role_grant.scope', '=', 'demand.district'),
      );
      return actor.bureau
        ? eb.or([ownWork, eb('demand.state', '=', 'bureau_review'), eb.not(covered)])
        : ownWork;
    })
    .orderBy('demand.submitted_at')
    .limit(20)
    .execute();
  return rows.map(demandOf);
}

/** This year's needs that the person posted or stands for and that still go on, the newest first. */
export async function listDemandsOf(db: Db, teamId: string, year: number, userId: string): Promise<Demand[]> {
  const rows = await selectDemands(db, teamId)
    .where((eb) => eb.or([eb('demand.poster', '=', userId), eb('demand.contact_user', '=', userId)]))
    .where('demand.state', 'in', ['submitted', 'returned', 'bureau_review', 'published'])
    .where('demand.year', '=', year)
    .orderBy('demand.submitted_at', 'desc')
    .limit(20)
    .execute();
  return rows.map(demandOf);
}

/** The person's newest need of the year: who asks once asks again for the same unit. */
export async function findLastDemand(
  db: Db,
  teamId: string,
  year: number,
  poster: string,
): Promise<Demand | undefined> {
  const row = await selectDemands(db, teamId)
    .where('demand.poster', '=', poster)
    .where('demand.year', '=', year)
    .orderBy('demand.submitted_at', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row && demandOf(row);
}

/** A need of the same unit with the same title in the year, spelling apart; perhaps a duplicate, never merged. */
export async function findSimilarDemand(
  db: Db,
  teamId: string,
  year: number,
  { unitName, title, otherThan }: { unitName: string; title: string; otherThan?: string | undefined },
): Promise<Demand | undefined> {
  const rows = await selectDemands(db, teamId)
    .innerJoin('organisation', (join) =>
      join
        .onRef('organisation.team_id', '=', 'demand.team_id')
        .onRef('organisation.id', '=', 'demand.host_unit_id'),
    )
    .where('demand.year', '=', year)
    .where('demand.state', 'not in', ['rejected', 'cancelled'])
    .where('organisation.name_key', '=', nameKey(unitName))
    .orderBy('demand.submitted_at', 'desc')
    .execute();
  const same = rows.find((row) => row.id !== otherThan && nameKey(row.title) === nameKey(title));
  return same && demandOf(same);
}

/** The need as it stands, kept from changing until the transaction ends. */
export async function lockDemand(trx: Trx, teamId: string, id: string): Promise<Demand | undefined> {
  const row = await selectDemands(trx, teamId).where('demand.id', '=', id).forUpdate().executeTakeFirst();
  return row && demandOf(row);
}

/** Who last did something to the need, and when: what a late click is told. */
export async function findLastAct(db: Db, teamId: string, demandId: string) {
  return selectActs(db, teamId)
    .where('audit.object_kind', '=', 'demand')
    .where('audit.object_id', '=', demandId)
    .orderBy('audit.id', 'desc')
    .limit(1)
    .executeTakeFirst();
}

/** What a notice tells of: the act itself, whatever has happened since. */
export async function findAct(db: Db, teamId: string, auditId: number) {
  return selectActs(db, teamId).where('audit.id', '=', auditId).executeTakeFirst();
}

function selectActs(db: Db, teamId: string) {
  return db
    .selectFrom('audit')
    .leftJoin('slack_user', (join) =>
      join.onRef('slack_user.team_id', '=', 'audit.team_id').onRef('slack_user.user_id', '=', 'audit.actor'),
    )
    .select(['audit.act', 'audit.actor', 'audit.at', 'audit.details', 'slack_user.name'])
    .where('audit.team_id', '=', teamId)
    .where('audit.outcome', '=', 'done');
}

function selectDemands(db: Db, teamId: string) {
  return db.selectFrom('demand').selectAll('demand').where('demand.team_id', '=', teamId);
}

async function columnsOf(trx: Trx, teamId: string, form: DemandForm, now: Temporal.Instant) {
  const [district = ''] = form.districts;
  const hostUnitId = await ensureOrganisation(trx, {
    teamId,
    kind: 'host_unit',
    name: form.unit_name,
    district,
    unitType: form.unit_type ?? null,
    now,
  });
  return {
    host_unit_id: hostUnitId,
    district,
    districts: form.districts,
    unit_name: form.unit_name,
    unit_type: form.unit_type ?? null,
    contact_name: form.contact_name,
    contact_phone: form.contact_phone,
    action_line: form.action_line,
    form: form.form ?? null,
    modes: form.modes,
    field: form.field ?? null,
    need_types: form.need_types,
    title: form.title,
    description: form.description,
    expert_slots: form.expert_slots,
    expert_requirement: form.expert_requirement,
    time_text: form.time_text,
    service_start: form.service_start ?? null,
    service_end: form.service_end ?? null,
    claim_deadline: form.claim_deadline ?? null,
    place: form.place,
    expected_outcome: form.expected_outcome,
    conditions_offered: form.conditions_offered,
    expected_beneficiaries: form.expected_beneficiaries ?? null,
    urgency: form.urgency,
    confidential: form.confidential,
    changed_at: now,
  };
}

function demandOf(row: Selectable<Tables['demand']>): Demand {
  return {
    id: row.id,
    number: row.number,
    year: row.year,
    state: row.state,
    hostUnitId: row.host_unit_id,
    poster: row.poster,
    contactUser: row.contact_user ?? undefined,
    recordedBy: row.recorded_by ?? undefined,
    district: row.district,
    districts: row.districts,
    unitName: row.unit_name,
    unitType: row.unit_type ?? undefined,
    contactName: row.contact_name,
    contactPhone: row.contact_phone,
    actionLine: row.action_line,
    form: row.form ?? undefined,
    modes: row.modes,
    field: row.field ?? undefined,
    needTypes: row.need_types,
    title: row.title,
    description: row.description,
    expertSlots: row.expert_slots,
    expertRequirement: row.expert_requirement,
    timeText: row.time_text,
    serviceStart: row.service_start ?? undefined,
    serviceEnd: row.service_end ?? undefined,
    claimDeadline: row.claim_deadline ?? undefined,
    place: row.place,
    expectedOutcome: row.expected_outcome,
    conditionsOffered: row.conditions_offered,
    expectedBeneficiaries: row.expected_beneficiaries ?? undefined,
    urgency: row.urgency,
    confidential: row.confidential,
    reason: row.reason ?? undefined,
    submittedAt: row.submitted_at,
    publishedAt: row.published_at ?? undefined,
  };
}

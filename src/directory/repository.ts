import { randomUUID } from 'node:crypto';
import type { Db, Trx } from '../db/open.ts';
import type { Expert, Registration } from './expert.ts';
import { expertThatStays } from './merged.ts';
import type { Actor } from './permissions.ts';
import { columnsOf, employersOf } from './recorded-sql.ts';

const EXPERT = [
  ...([
    'expert.id',
    'expert.user_id',
    'expert.name',
    'expert.employer_id',
    'expert.system',
    'expert.title',
  ] as const),
  ...([
    'expert.categories',
    'expert.field',
    'expert.specialty',
    'expert.services',
    'expert.max_active_claims',
  ] as const),
  ...([
    'expert.phone',
    'expert.home_unit_contact',
    'expert.home_unit_user',
    'expert.state',
    'expert.return_reason',
    'expert.recorded_by',
    'expert.evidence',
  ] as const),
  ...([
    'expert.assistant_user',
    'expert.second_employer_id',
    'expert.second_home_unit_user',
    'expert.own_pledge',
  ] as const),
  'organisation.name as employer',
  'second_employer.name as second_employer',
] as const;

/** Experts with the names of their employers. */
export function selectExperts(db: Db, teamId: string) {
  return db
    .selectFrom('expert')
    .innerJoin('organisation', (join) =>
      join
        .onRef('organisation.team_id', '=', 'expert.team_id')
        .onRef('organisation.id', '=', 'expert.employer_id'),
    )
    .leftJoin('organisation as second_employer', (join) =>
      join
        .onRef('second_employer.team_id', '=', 'expert.team_id')
        .onRef('second_employer.id', '=', 'expert.second_employer_id'),
    )
    .select(EXPERT)
    .where('expert.team_id', '=', teamId);
}

/** The one that stays, where this was kept twice. */
export async function findExpert(db: Db, teamId: string, id: string): Promise<Expert | undefined> {
  const row = await selectExperts(db, teamId)
    .where('expert.id', '=', expertThatStays(teamId, id))
    .executeTakeFirst();
  return row && expertOf(row);
}

export async function findExpertByUser(db: Db, teamId: string, userId: string): Promise<Expert | undefined> {
  const row = await selectExperts(db, teamId).where('expert.user_id', '=', userId).executeTakeFirst();
  return row && expertOf(row);
}

export async function listExperts(db: Db, teamId: string, ids: readonly string[]): Promise<Expert[]> {
  if (ids.length === 0) return [];
  const rows = await selectExperts(db, teamId)
    .where('expert.id', 'in', [...ids])
    .execute();
  return rows.map(expertOf);
}

/** Registrations that wait for this coordinator: of their systems, or all for the bureau. */
export async function listRegistrations(db: Db, teamId: string, actor: Actor): Promise<Expert[]> {
  if (!actor.bureau && actor.systems.length === 0) return [];
  const rows = await selectExperts(db, teamId)
    .where('expert.state', '=', 'registered')
    .$if(!actor.bureau, (query) => query.where('expert.system', 'in', [...actor.systems]))
    .orderBy('expert.registered_at')
    .limit(20)
    .execute();
  return rows.map(expertOf);
}

/**
 * Registers the person, or changes their registration. A change of employer, system, title or of who consents
 * is verified anew; the rest (services, limit, phone, assistant) takes effect at once. Returns the expert's id and state,
 * and who was the assistant before.
 */
export async function registerExpert(
  trx: Trx,
  {
    teamId,
    userId,
    form,
    now,
  }: { teamId: string; userId: string; form: Registration; now: Temporal.Instant },
): Promise<{ id: string; state: Expert['state']; assistant: string | undefined }> {
  const employers = await employersOf(trx, { teamId, form, now });
  const known = await findExpertByUser(trx, teamId, userId);
  const stays =
    known?.state === 'verified' &&
    known.employerId === employers.employerId &&
    known.secondEmployerId === employers.secondId &&
    known.secondHomeUnitUser === form.second_home_unit_user &&
    known.ownPledge === form.own_pledge &&
    known.name === form.name &&
    known.system === form.system &&
    known.title === form.title &&
    known.homeUnitUser === form.home_unit_user &&
    form.categories.every((category) => known.categories.includes(category));
  const changed = {
    ...columnsOf(form, employers),
    state: stays ? ('verified' as const) : ('registered' as const),
    return_reason: null,
  };
  const { id, state } = await trx
    .insertInto('expert')
    .values({ ...changed, team_id: teamId, id: randomUUID(), user_id: userId, registered_at: now })
    .onConflict((oc) => oc.constraint('expert_one_per_user').doUpdateSet(changed))
    .returning(['id', 'state'])
    .executeTakeFirstOrThrow();
  return { id, state, assistant: known?.assistantUser };
}

/** One guarded statement: 'registered' → 'verified'; false when it was decided before. */
export async function verifyExpert(
  trx: Trx,
  { teamId, id, by, now }: { teamId: string; id: string; by: string; now: Temporal.Instant },
) {
  const done = await trx
    .updateTable('expert')
    .set({ state: 'verified', verified_by: by, verified_at: now, return_reason: null })
    .where('team_id', '=', teamId)
    .where('id', '=', id)
    .where('state', '=', 'registered')
    .returning('id')
    .executeTakeFirst();
  return done !== undefined;
}

/** One guarded statement: 'registered' → 'returned' with the reason; false when it was decided before. */
export async function returnRegistration(
  trx: Trx,
  { teamId, id, reason }: { teamId: string; id: string; reason: string },
) {
  const done = await trx
    .updateTable('expert')
    .set({ state: 'returned', return_reason: reason })
    .where('team_id', '=', teamId)
    .where('id', '=', id)
    .where('state', '=', 'registered')
    .returning('id')
    .executeTakeFirst();
  return done !== undefined;
}

export type ExpertRow = Awaited<ReturnType<ReturnType<typeof selectExperts>['executeTakeFirstOrThrow']>>;

export function expertOf(row: ExpertRow): Expert {
  return {
    id: row.id,
    userId: row.user_id ?? undefined,
    name: row.name,
    employerId: row.employer_id,
    employer: row.employer,
    system: row.system,
    title: row.title,
    categories: row.categories,
    field: row.field,
    specialty: row.specialty,
    services: row.services,
    maxActiveClaims: row.max_active_claims,
    phone: row.phone,
    homeUnitContact: row.home_unit_contact,
    homeUnitUser: row.home_unit_user ?? undefined,
    state: row.state,
    returnReason: row.return_reason ?? undefined,
    recordedBy: row.recorded_by ?? undefined,
    evidence: row.evidence,
    assistantUser: row.assistant_user ?? undefined,
    secondEmployerId: row.second_employer_id ?? undefined,
    secondEmployer: row.second_employer ?? undefined,
    secondHomeUnitUser: row.second_home_unit_user ?? undefined,
    ownPledge: row.own_pledge,
  };
}

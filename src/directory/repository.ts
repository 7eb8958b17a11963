import { randomUUID } from 'node:crypto';
import type { Db, Trx } from '../db/open.ts';
import type { Reader } from '../slack/readers.ts';
import type { Expert, Registration } from './expert.ts';
import type { Actor } from './permissions.ts';

export type Role = 'bureau' | 'district' | 'system';

/** What the person may act as, read afresh for every act: a role taken away ends at once. */
export async function findActor(db: Db, { teamId, userId, isAdmin, isGuest }: Reader): Promise<Actor> {
  const grants = await db
    .selectFrom('role_grant')
    .select(['role', 'scope'])
    .where('team_id', '=', teamId)
    .where('user_id', '=', userId)
    .execute();
  return {
    userId,
    isAdmin,
    isGuest,
    bureau: grants.some(({ role }) => role === 'bureau'),
    districts: grants.filter(({ role }) => role === 'district').map(({ scope }) => scope),
    systems: grants.filter(({ role }) => role === 'system').map(({ scope }) => scope),
  };
}

/** Every role given, with the name that Slack shows. */
export async function listRoleGrants(db: Db, teamId: string) {
  return db
    .selectFrom('role_grant')
    .leftJoin('slack_user', (join) =>
      join
        .onRef('slack_user.team_id', '=', 'role_grant.team_id')
        .onRef('slack_user.user_id', '=', 'role_grant.user_id'),
    )
    .select(({ fn }) => [
      'role_grant.user_id',
      'role_grant.role',
      'role_grant.scope',
      fn.coalesce('slack_user.name', 'role_grant.user_id').as('name'),
    ])
    .where('role_grant.team_id', '=', teamId)
    .orderBy('role_grant.role')
    .orderBy('role_grant.scope')
    .execute();
}

/** Takes every role away; false, and nothing changed, when no bureau coordinator would be left. */
export async function revokeRoles(trx: Trx, teamId: string, userId: string): Promise<boolean> {
  const bureau = await trx
    .selectFrom('role_grant')
    .select('user_id')
    .where('team_id', '=', teamId)
    .where('role', '=', 'bureau')
    .forUpdate()
    .execute();
  if (bureau.every(({ user_id }) => user_id === userId)) return false;
  await trx.deleteFrom('role_grant').where('team_id', '=', teamId).where('user_id', '=', userId).execute();
  return true;
}

/** Gives a role; giving it twice changes nothing. */
export async function grantRole(
  trx: Trx,
  grant: { teamId: string; userId: string; role: Role; scope: string; by: string; now: Temporal.Instant },
): Promise<void> {
  await trx
    .insertInto('role_grant')
    .values({
      team_id: grant.teamId,
      user_id: grant.userId,
      role: grant.role,
      scope: grant.scope,
      granted_by: grant.by,
      granted_at: grant.now,
    })
    .onConflict((oc) => oc.doNothing())
    .execute();
}

/**
 * Whose work it is: the coordinators of the district and of the systems concerned; where there is none for the
 * district (or none at all), the bureau's.
 */
export async function listCoordinators(
  db: Db,
  teamId: string,
  { district, systems = [] }: { district?: string; systems?: readonly string[] },
): Promise<string[]> {
  const grants = await db
    .selectFrom('role_grant')
    .select(['user_id', 'role', 'scope'])
    .where('team_id', '=', teamId)
    .execute();
  const nearest = grants.filter(
    ({ role, scope }) =>
      (role === 'district' && scope === district) || (role === 'system' && systems.includes(scope)),
  );
  const covered =
    nearest.length > 0 && (district === undefined || nearest.some(({ role }) => role === 'district'));
  const bureau = covered ? [] : grants.filter(({ role }) => role === 'bureau');
  return [...new Set([...nearest, ...bureau].map(({ user_id }) => user_id))];
}

/** Names are compared without spaces, width and case, so that one unit isn't kept twice. */
export function nameKey(name: string): string {
  return name.normalize('NFKC').replace(/\s+/g, '').toLowerCase();
}

/** The organisation of this name (and district, for host units), made when it isn't known yet. Returns its id. */
export async function ensureOrganisation(
  trx: Trx,
  unit: {
    teamId: string;
    kind: 'home_unit' | 'host_unit';
    name: string;
    district?: string;
    unitType?: string | null;
    system?: string;
    now: Temporal.Instant;
  },
): Promise<string> {
  const { id } = await trx
    .insertInto('organisation')
    .values({
      team_id: unit.teamId,
      id: randomUUID(),
      kind: unit.kind,
      name: unit.name,
      name_key: nameKey(unit.name),
      unit_type: unit.unitType ?? null,
      district: unit.district ?? '',
      system: unit.system ?? null,
      created_at: unit.now,
    })
    .onConflict((oc) =>
      oc.constraint('organisation_one_per_name').doUpdateSet((eb) => ({ name: eb.ref('organisation.name') })),
    )
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

/** Names somebody as contact of an organisation; naming twice changes nothing. */
export async function addContact(
  trx: Trx,
  {
    teamId,
    organisationId,
    userId,
    by,
    now,
  }: { teamId: string; organisationId: string; userId: string; by: string; now: Temporal.Instant },
): Promise<void> {
  await trx
    .insertInto('organisation_contact')
    .values({
      team_id: teamId,
      organisation_id: organisationId,
      user_id: userId,
      added_by: by,
      added_at: now,
    })
    .onConflict((oc) => oc.doNothing())
    .execute();
}

export async function listContacts(db: Db, teamId: string, organisationId: string): Promise<string[]> {
  const rows = await db
    .selectFrom('organisation_contact')
    .select('user_id')
    .where('team_id', '=', teamId)
    .where('organisation_id', '=', organisationId)
    .execute();
  return rows.map(({ user_id }) => user_id);
}

/** Everybody who may consent for this expert's employer on Slack; never the expert. */
export async function listHomeUnitUsers(db: Db, teamId: string, expert: Expert): Promise<string[]> {
  const contacts = await listContacts(db, teamId, expert.employerId);
  const named = expert.homeUnitUser && expert.state === 'verified' ? [expert.homeUnitUser] : [];
  return [...new Set([...named, ...contacts])].filter((userId) => userId !== expert.userId);
}

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
  ] as const),
  'organisation.name as employer',
] as const;

function selectExperts(db: Db, teamId: string) {
  return db
    .selectFrom('expert')
    .innerJoin('organisation', (join) =>
      join
        .onRef('organisation.team_id', '=', 'expert.team_id')
        .onRef('organisation.id', '=', 'expert.employer_id'),
    )
    .select(EXPERT)
    .where('expert.team_id', '=', teamId);
}

export async function findExpert(db: Db, teamId: string, id: string): Promise<Expert | undefined> {
  const row = await selectExperts(db, teamId).where('expert.id', '=', id).executeTakeFirst();
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
 * is verified anew; the rest (services, limit, phone) takes effect at once. Returns the expert's id and state.
 */
export async function registerExpert(
  trx: Trx,
  {
    teamId,
    userId,
    form,
    now,
  }: { teamId: string; userId: string; form: Registration; now: Temporal.Instant },
): Promise<{ id: string; state: Expert['state'] }> {
  const employerId = await ensureOrganisation(trx, {
    teamId,
    kind: 'home_unit',
    name: form.employer,
    system: form.system,
    now,
  });
  const known = await findExpertByUser(trx, teamId, userId);
  const stays =
    known?.state === 'verified' &&
    known.employerId === employerId &&
    known.name === form.name &&
    known.system === form.system &&
    known.title === form.title &&
    known.homeUnitUser === form.home_unit_user &&
    form.categories.every((category) => known.categories.includes(category));
  const changed = {
    name: form.name,
    employer_id: employerId,
    system: form.system,
    title: form.title,
    categories: form.categories,
    field: form.field,
    specialty: form.specialty,
    services: form.services,
    max_active_claims: form.max_active_claims,
    phone: form.phone,
    home_unit_contact: form.home_unit_contact,
    home_unit_user: form.home_unit_user ?? null,
    state: stays ? ('verified' as const) : ('registered' as const),
    return_reason: null,
  };
  const { id, state } = await trx
    .insertInto('expert')
    .values({ ...changed, team_id: teamId, id: randomUUID(), user_id: userId, registered_at: now })
    .onConflict((oc) => oc.constraint('expert_one_per_user').doUpdateSet(changed))
    .returning(['id', 'state'])
    .executeTakeFirstOrThrow();
  return { id, state };
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

type ExpertRow = Awaited<ReturnType<ReturnType<typeof selectExperts>['executeTakeFirstOrThrow']>>;

function expertOf(row: ExpertRow): Expert {
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
  };
}

/** The Slack name of whoever last did one of these acts to the object. */
export async function findDecider(
  db: Db,
  teamId: string,
  kind: string,
  id: string,
  acts: readonly string[],
): Promise<string | undefined> {
  const row = await db
    .selectFrom('audit')
    .leftJoin('slack_user', (join) =>
      join.onRef('slack_user.team_id', '=', 'audit.team_id').onRef('slack_user.user_id', '=', 'audit.actor'),
    )
    .select('slack_user.name')
    .where('audit.team_id', '=', teamId)
    .where('audit.object_kind', '=', kind)
    .where('audit.object_id', '=', id)
    .where('audit.act', 'in', [...acts])
    .where('audit.outcome', '=', 'done')
    .orderBy('audit.id', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.name ?? undefined;
}

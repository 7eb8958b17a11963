import { type RawBuilder, sql } from 'kysely';
import type { Db, Trx } from '../db/open.ts';
import type { Reader } from '../slack/reader.ts';
import { selectActs } from './acts.ts';
import type { Actor } from './permissions.ts';
import { isReachable, keepReachable } from './reachable.ts';

export type Role = 'bureau' | 'district' | 'system';

/** What the person may act as, read afresh for every act: a role taken away ends at once. */
export async function findActor(db: Db, reader: Reader): Promise<Actor> {
  const { rows } = await sql<{ roles: OwnRole[] }>`/* name: find_actor */
    select ${ownRoles(reader.teamId, reader.userId)} as roles`.execute(db);
  return actorOf(reader, rows[0]?.roles ?? []);
}

export type OwnRole = Pick<Grant, 'role' | 'scope'>;

/** For the query around it: the person's roles, as `actorOf` takes them. */
export function ownRoles(teamId: string, userId: string): RawBuilder<OwnRole[]> {
  return sql`(
    select coalesce(jsonb_agg(jsonb_build_object('role', g.role, 'scope', g.scope)), '[]') from role_grant g
    where g.team_id = ${teamId} and g.user_id = ${userId})`;
}

export function actorOf({ userId, isAdmin, isGuest, known }: Reader, grants: readonly OwnRole[]): Actor {
  return {
    userId,
    isAdmin,
    // Somebody whom Slack can't vouch for right now is let in no further than a guest.
    isGuest: isGuest || !known,
    bureau: grants.some(({ role }) => role === 'bureau'),
    districts: grants.filter(({ role }) => role === 'district').map(({ scope }) => scope),
    systems: grants.filter(({ role }) => role === 'system').map(({ scope }) => scope),
  };
}

/** Every role given, also to accounts that are deactivated, with the name that Slack shows. */
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

/** Takes every role away; false, and nothing changed, when no bureau coordinator would be left who can be asked. */
export async function revokeRoles(trx: Trx, teamId: string, userId: string): Promise<boolean> {
  const bureau = await trx
    .selectFrom('role_grant')
    .select('user_id')
    .where('team_id', '=', teamId)
    .where('role', '=', 'bureau')
    .forUpdate()
    .execute();
  const others = bureau.map(({ user_id }) => user_id).filter((one) => one !== userId);
  const isOfBureau = others.length < bureau.length;
  if (isOfBureau && (await keepReachable(trx, teamId, others)).length === 0) return false;
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

export interface Grant {
  user_id: string;
  role: Role;
  scope: string;
}

/** Every role by which somebody can be asked, for questions about many things at once: deactivated accounts have none. */
export async function listGrants(db: Db, teamId: string): Promise<Grant[]> {
  return selectGrants(db, teamId).execute();
}

function selectGrants(db: Db, teamId: string) {
  return db
    .selectFrom('role_grant')
    .select(['user_id', 'role', 'scope'])
    .where('team_id', '=', teamId)
    .where(isReachable(sql`role_grant.team_id`, sql`role_grant.user_id`));
}

/**
 * Whose work it is: the coordinators of the district and of the systems concerned; where there is none for the
 * district (or none at all), the bureau's. A coordinator whose account is deactivated is none.
 */
export async function listCoordinators(
  db: Db,
  teamId: string,
  whose: { district?: string; systems?: readonly string[] },
): Promise<string[]> {
  return coordinatorsAmong(await listGrants(db, teamId), whose);
}

/** The same among grants that were read already. */
export function coordinatorsAmong(
  grants: readonly Grant[],
  { district, systems = [] }: { district?: string; systems?: readonly string[] },
): string[] {
  const nearest = grants.filter(
    ({ role, scope }) =>
      (role === 'district' && scope === district) || (role === 'system' && systems.includes(scope)),
  );
  const covered =
    nearest.length > 0 && (district === undefined || nearest.some(({ role }) => role === 'district'));
  const bureau = covered ? [] : grants.filter(({ role }) => role === 'bureau');
  return [...new Set([...nearest, ...bureau].map(({ user_id }) => user_id))];
}

/** Those who watch the whole programme and can be asked. */
export async function listBureau(db: Db, teamId: string): Promise<string[]> {
  const rows = await selectGrants(db, teamId).where('role', '=', 'bureau').execute();
  return rows.map(({ user_id }) => user_id);
}

/** The Slack name of whoever last did one of these acts to the object. */
export async function findDecider(
  db: Db,
  teamId: string,
  kind: string,
  id: string,
  acts: readonly string[],
): Promise<string | undefined> {
  const row = await selectActs(db, teamId)
    .where('audit.object_kind', '=', kind)
    .where('audit.object_id', '=', id)
    .where('audit.act', 'in', [...acts])
    .orderBy('audit.id', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.name ?? undefined;
}

import { type RawBuilder, sql } from 'kysely';
import type { Db } from '../db/open.ts';
import type { Reader } from '../slack/reader.ts';
import { selectActs } from './acts.ts';
import { type Act, type Actor, partFor, type Whose } from './permissions.ts';
import { isReachable } from './reachable.ts';

export const ROLES = ['bureau', 'district', 'system'] as const;
export type Role = (typeof ROLES)[number];

/**
 * What the person may act as, read afresh for every act: a role taken away ends at once.
 *
 * @param now for an act: then also what those may who are away at this moment and named the person for it.
 */
export async function findActor(db: Db, reader: Reader, now?: Temporal.Instant): Promise<Actor> {
  const { rows } = await sql<{ roles: OwnRole[] }>`/* name: find_actor */
    select ${ownRoles(reader.teamId, reader.userId, now)} as roles`.execute(db);
  return actorOf(reader, rows[0]?.roles ?? []);
}

/** A role of the person, or of somebody in whose place they stand: `of`, whose roles may be none at all. */
export interface OwnRole {
  role: Role | null;
  scope: string | null;
  of?: string | null;
}

/** For the query around it: the person's roles, as `actorOf` takes them; `now` as in `findActor`. */
export function ownRoles(teamId: string, userId: string, now?: Temporal.Instant): RawBuilder<OwnRole[]> {
  const others = now
    ? sql`union all
      select g.role, g.scope, a.user_id from absence a
      left join role_grant g on g.team_id = a.team_id and g.user_id = a.user_id
      where a.team_id = ${teamId} and a.deputy = ${userId} and a.from_at <= ${now}::timestamptz
        and ${now}::timestamptz < a.ends_at`
    : sql``;
  return sql`(
    select coalesce(jsonb_agg(jsonb_build_object('role', r.role, 'scope', r.scope, 'of', r.of)), '[]') from (
      select g.role, g.scope, null::text as of from role_grant g
      where g.team_id = ${teamId} and g.user_id = ${userId}
      ${others}
    ) r)`;
}

export function actorOf({ userId, isAdmin, isGuest, known }: Reader, grants: readonly OwnRole[]): Actor {
  const away = [...new Set(grants.flatMap(({ of }) => of ?? []))];
  return {
    ...holderOf(
      userId,
      grants.filter(({ of }) => !of),
    ),
    isAdmin,
    // Somebody whom Slack can't vouch for right now is let in no further than a guest.
    isGuest: isGuest || !known,
    standsInFor: known
      ? away.map((absent) =>
          holderOf(
            absent,
            grants.filter(({ of }) => of === absent),
          ),
        )
      : [],
  };
}

/** Somebody by these roles, and nothing else. */
function holderOf(userId: string, roles: readonly OwnRole[]): Actor {
  const scopes = (of: Role) => roles.flatMap(({ role, scope }) => (role === of ? (scope ?? '') : []));
  return {
    userId,
    isAdmin: false,
    isGuest: true,
    bureau: scopes('bureau').length > 0,
    districts: scopes('district'),
    systems: scopes('system'),
  };
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
  { district, systems = [] }: { district?: string | undefined; systems?: readonly string[] | undefined },
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

/** Those of the grants who watch the whole programme. */
export function bureauAmong(grants: readonly Grant[]): string[] {
  return grants.filter(({ role }) => role === 'bureau').map(({ user_id }) => user_id);
}

/** Who is asked to decide: whose work it is, and where it is the own thing of each of them, the bureau as well. */
export function decidersAmong(grants: readonly Grant[], act: Act, whose: Whose): string[] {
  const { district, systems } = whose;
  const nearest = coordinatorsAmong(grants, { district, systems });
  if (nearest.some((userId) => partFor(coordinatorIn(grants, userId), act, whose))) return nearest;
  return [...new Set([...nearest, ...bureauAmong(grants)])];
}

/** Somebody by the roles that these grants give them, and nothing else. */
export function coordinatorIn(grants: readonly Grant[], userId: string): Actor {
  return holderOf(
    userId,
    grants.filter(({ user_id }) => user_id === userId),
  );
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

import { type RawBuilder, sql } from 'kysely';
import { isReachable } from './reachable.ts';
import { coordinatorsAmong, type Grant } from './roles.ts';

/** The people around a thing, as one read brings them along with it. */
export interface Around {
  /** Roles by which somebody near can be asked; deactivated accounts have none. */
  grants: Grant[];
  /** Those of the people named who can't be reached. */
  gone: string[];
}

/** For the query around it: the roles of the district, of the system, and of the bureau. */
export function grantsNear(
  teamId: RawBuilder<string>,
  district: RawBuilder<string | null>,
  system: RawBuilder<string | null>,
): RawBuilder<Grant[]> {
  return sql`(
    select coalesce(jsonb_agg(jsonb_build_object('user_id', g.user_id, 'role', g.role, 'scope', g.scope)
      order by g.role, g.scope, g.user_id), '[]')
    from role_grant g
    where g.team_id = ${teamId} and (g.role, g.scope) in (('bureau', ''), ('district', ${district}), ('system', ${system}))
      and ${isReachable(sql`g.team_id`, sql`g.user_id`)})`;
}

/** For the query around it: the ones of these people who are known to be deactivated. */
export function goneAmong(teamId: RawBuilder<string>, users: RawBuilder<string[]>): RawBuilder<string[]> {
  return sql`array(
    select u.user_id from slack_user u where u.team_id = ${teamId} and u.user_id = any(${users}) and u.deleted)`;
}

/**
 * For the query around it, beside a row `expert`: who may consent on Slack for this employer of theirs; never the expert
 * nor their assistant, and nobody where the expert's own pledge takes the place of a consent.
 *
 * @param employer the employer's id, or `any(…)` of several.
 */
export function homeUnitUsers(employer: RawBuilder<unknown>): RawBuilder<string[]> {
  return sql<string[]>`array(
  select named.user_id from (
    select expert.home_unit_user as user_id
    where expert.state = 'verified' and expert.home_unit_user is not null and expert.employer_id = ${employer}
    union
    select expert.second_home_unit_user
    where expert.state = 'verified' and expert.second_home_unit_user is not null and expert.second_employer_id = ${employer}
    union
    select c.user_id from organisation_contact c
    where c.team_id = expert.team_id and c.organisation_id = ${employer}
  ) named
  where not expert.own_pledge and named.user_id is distinct from expert.user_id
    and named.user_id is distinct from expert.assistant_user)`;
}

/** The same for all employers of the expert. */
export const HOME_UNIT_USERS = homeUnitUsers(sql`any(array[expert.employer_id, expert.second_employer_id])`);

/** The ones of these people who can read a message, each once. */
export function reachable({ gone }: Around, users: readonly (string | null | undefined)[]): string[] {
  const named = users.filter((user) => user !== null && user !== undefined);
  return [...new Set(named)].filter((user) => !gone.includes(user));
}

/** Whose work it is, as in `listCoordinators`. */
export function coordinatorsAround(
  { grants }: Around,
  whose: { district?: string; systems?: readonly string[] },
): string[] {
  return coordinatorsAmong(grants, whose);
}

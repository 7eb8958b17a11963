import { type RawBuilder, sql } from 'kysely';
import type { Db } from '../db/open.ts';

/** For the query around it: is this somebody, and not known to be deactivated? */
export function isReachable(teamId: RawBuilder<unknown>, userId: RawBuilder<unknown>): RawBuilder<boolean> {
  return sql<boolean>`(${userId} is not null and not exists (
    select 1 from slack_user u where u.team_id = ${teamId} and u.user_id = ${userId} and u.deleted))`;
}

/** For the query around it: has the district a coordinator who can be asked? Else its work is the bureau's. */
export function isDistrictCovered(
  teamId: RawBuilder<unknown>,
  district: RawBuilder<unknown>,
): RawBuilder<boolean> {
  return sql<boolean>`exists (
    select 1 from role_grant g
    where g.team_id = ${teamId} and g.role = 'district' and g.scope = ${district}
      and ${isReachable(sql`g.team_id`, sql`g.user_id`)})`;
}

/** The ones of these people who can read a message: not known to be deactivated. Each once. */
export async function keepReachable(
  db: Db,
  teamId: string,
  userIds: readonly (string | null | undefined)[],
): Promise<string[]> {
  const named = [...new Set(userIds.filter((id) => id !== null && id !== undefined))];
  if (named.length === 0) return [];
  const gone = await db
    .selectFrom('slack_user')
    .select('user_id')
    .where('team_id', '=', teamId)
    .where('user_id', 'in', named)
    .where('deleted', '=', true)
    .execute();
  return named.filter((id) => !gone.some(({ user_id }) => user_id === id));
}

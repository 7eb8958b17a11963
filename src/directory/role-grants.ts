import type { Db, Trx } from '../db/open.ts';
import { keepReachable } from './reachable.ts';
import type { Role } from './roles.ts';

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
      'role_grant.id',
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
  if (!(await keepsBureau(trx, teamId, userId))) return false;
  await trx.deleteFrom('role_grant').where('team_id', '=', teamId).where('user_id', '=', userId).execute();
  return true;
}

/** A single role, and who had it. */
export interface OneGrant {
  id: string;
  userId: string;
  role: Role;
  scope: string;
}

export async function findRoleGrant(db: Db, teamId: string, id: string): Promise<OneGrant | undefined> {
  const row = await db
    .selectFrom('role_grant')
    .select(['id', 'user_id', 'role', 'scope'])
    .where('team_id', '=', teamId)
    .where('id', '=', id)
    .executeTakeFirst();
  return row && { id: row.id, userId: row.user_id, role: row.role, scope: row.scope };
}

/** Takes the one away; 'gone' when somebody was faster, 'last_bureau' as above. */
export async function revokeRole(
  trx: Trx,
  teamId: string,
  { id, userId, role }: OneGrant,
): Promise<'done' | 'gone' | 'last_bureau'> {
  if (role === 'bureau' && !(await keepsBureau(trx, teamId, userId))) return 'last_bureau';
  const { numDeletedRows } = await trx
    .deleteFrom('role_grant')
    .where('team_id', '=', teamId)
    .where('id', '=', id)
    .executeTakeFirst();
  return numDeletedRows > 0n ? 'done' : 'gone';
}

/** Whether a bureau coordinator who can be asked is left without this person; those rows are held meanwhile. */
async function keepsBureau(trx: Trx, teamId: string, userId: string): Promise<boolean> {
  const bureau = await trx
    .selectFrom('role_grant')
    .select('user_id')
    .where('team_id', '=', teamId)
    .where('role', '=', 'bureau')
    .forUpdate()
    .execute();
  const others = bureau.map(({ user_id }) => user_id).filter((one) => one !== userId);
  const isOfBureau = others.length < bureau.length;
  return !isOfBureau || (await keepReachable(trx, teamId, others)).length > 0;
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

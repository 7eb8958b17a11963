import { sql } from 'kysely';
import type { Db } from '../db/open.ts';
import type { Actor } from '../directory/permissions.ts';
import { listGrants } from '../directory/roles.ts';
import type { Programme } from '../programme/programme.ts';
import type { Absence, Handover, People } from './assign.ts';
import { beginningOf } from './repository.ts';

/** The people of the workspace as duties are given out: accounts, roles, absences, "not mine". */
export interface Known extends People {
  names: ReadonlyMap<string, string>;
  /** The zone that Slack names for each. */
  zones: ReadonlyMap<string, string>;
}

export async function readPeople(db: Db, programme: Programme): Promise<Known> {
  const { teamId } = programme;
  const users = await db
    .selectFrom('slack_user')
    .select(['user_id', 'name', 'tz', 'is_admin', 'is_guest', 'is_stranger', 'is_bot', 'deleted'])
    .where('team_id', '=', teamId)
    .execute();
  const [grants, absences, handovers] = await Promise.all([
    listGrants(db, teamId),
    listAbsences(db, teamId),
    listHandovers(db, programme),
  ]);
  const actors = new Map<string, Actor>();
  const rolesOf = Map.groupBy(grants, ({ user_id }) => user_id);
  const known = new Map(users.map((user) => [user.user_id, user]));
  for (const userId of new Set([...known.keys(), ...grants.map(({ user_id }) => user_id)])) {
    const roles = rolesOf.get(userId) ?? [];
    const scopes = (role: string) => roles.filter((one) => one.role === role).map(({ scope }) => scope);
    const user = known.get(userId);
    actors.set(userId, {
      ...{ userId, isAdmin: user?.is_admin ?? false, isGuest: user?.is_guest ?? true },
      bureau: roles.some(({ role }) => role === 'bureau'),
      ...{ districts: scopes('district'), systems: scopes('system') },
    });
  }
  return {
    ...{ actors, absences, handovers },
    gone: new Set(
      users.filter((one) => one.deleted || one.is_bot || one.is_stranger).map(({ user_id }) => user_id),
    ),
    bureau: grants.filter(({ role }) => role === 'bureau').map(({ user_id }) => user_id),
    names: new Map(users.map(({ user_id, name }) => [user_id, name])),
    zones: new Map(users.map(({ user_id, tz }) => [user_id, tz])),
  };
}

async function listAbsences(db: Db, teamId: string): Promise<Map<string, Absence>> {
  const rows = await db.selectFrom('absence').selectAll().where('team_id', '=', teamId).execute();
  return new Map(
    rows.map(({ user_id, from_at, until, ends_at, deputy }) => [
      user_id,
      { from: from_at, until, back: ends_at, deputy: deputy ?? undefined },
    ]),
  );
}

async function listHandovers(db: Db, programme: Programme): Promise<Handover[]> {
  const rows = await db
    .selectFrom('nudge_handover')
    .selectAll()
    .where('team_id', '=', programme.teamId)
    .where('at', '>=', sql<Temporal.Instant>`${beginningOf(programme)}`)
    .orderBy('at')
    .execute();
  return rows.map(({ kind, object_id, from_user, to_user, reason, at }) => ({
    ...{ kind, objectId: object_id, from: from_user, to: to_user, reason, at },
  }));
}

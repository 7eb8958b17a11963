import { sql } from 'kysely';
import type { Db } from '../db/open.ts';
import type { Reader } from '../slack/reader.ts';
import type { Actor } from './permissions.ts';
import { actorOf, type OwnRole, ownRoles } from './roles.ts';

/** Whose Home it is. */
export interface AtHome {
  actor: Actor;
  /** Speaks for an employer: for all of a unit, or for one of its experts. */
  isContact: boolean;
}

/** What the person may act as, and whether an employer's view is theirs. */
export async function findActorAtHome(db: Db, reader: Reader): Promise<AtHome> {
  const { teamId, userId } = reader;
  const { rows } = await sql<{ roles: OwnRole[]; is_contact: boolean }>`/* name: find_actor_at_home */
    select ${ownRoles(teamId, userId)} as roles, (
      exists (select 1 from organisation_contact c join organisation o on o.team_id = c.team_id and o.id = c.organisation_id
        where c.team_id = ${teamId} and c.user_id = ${userId} and o.kind = 'home_unit')
      or exists (select 1 from expert e
        where e.team_id = ${teamId} and ${userId} in (e.home_unit_user, e.second_home_unit_user)
          and e.state = 'verified')) as is_contact`.execute(db);
  const [row] = rows;
  return { actor: actorOf(reader, row?.roles ?? []), isContact: row?.is_contact ?? false };
}

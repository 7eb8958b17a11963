import { sql } from 'kysely';
import type { Db } from '../db/open.ts';
import type { Actor, Whose } from '../directory/permissions.ts';

/** Somebody who has service records, and whose they are to see. */
export interface Person {
  id: string;
  name: string;
  employer: string;
  title: string;
  userId: string | undefined;
  system: string;
  homeUnitUsers: string[];
  /** Where they served by what is recorded. */
  districts: string[];
}

interface Row {
  id: string;
  name: string;
  employer: string;
  title: string;
  user_id: string | null;
  system: string;
  home_unit_users: string[];
  districts: string[];
}

/** The home unit's contacts, for the `e` of the query around it. */
const HOME_UNIT_USERS = sql<string[]>`array(
  select e.home_unit_user where e.home_unit_user is not null
  union select oc.user_id from organisation_contact oc
  where oc.team_id = e.team_id and oc.organisation_id = e.employer_id)`;

const DISTRICTS = sql<string[]>`array(
  select distinct d from service_record r, jsonb_array_elements_text(r.fields -> 'districts') d
  where r.team_id = e.team_id and r.expert_id = e.id)`;

function select(db: Db, teamId: string, condition: ReturnType<typeof sql<boolean>>, limit: number) {
  return sql<Row>`
    select e.id, e.name, o.name as employer, e.title, e.user_id, e.system,
      ${HOME_UNIT_USERS} as home_unit_users, ${DISTRICTS} as districts
    from expert e join organisation o on o.team_id = e.team_id and o.id = e.employer_id
    where e.team_id = ${teamId} and ${condition}
    order by e.name, e.id limit ${limit}`.execute(db);
}

function personOf({ user_id, home_unit_users, ...row }: Row): Person {
  return { ...row, userId: user_id ?? undefined, homeUnitUsers: home_unit_users };
}

export async function findPerson(db: Db, teamId: string, id: string): Promise<Person | undefined> {
  const { rows } = await select(db, teamId, sql<boolean>`e.id = ${id}`, 1);
  return rows[0] && personOf(rows[0]);
}

/** So many people are looked at for one answer. */
const MOST = 50;

/**
 * Those with a service record who are the asker, of their unit, or within a coordinator's reach, and whose name and
 * employer say all these words. Who may see them is decided by the table of permissions.
 */
export async function listPeople(
  db: Db,
  teamId: string,
  actor: Actor,
  words: readonly string[],
): Promise<Person[]> {
  const hats = [actor, ...(actor.standsInFor ?? [])];
  const users = hats.map(({ userId }) => userId);
  const systems = hats.flatMap((hat) => hat.systems);
  const districts = hats.flatMap((hat) => hat.districts);
  const { rows } = await select(
    db,
    teamId,
    sql<boolean>`exists (select 1 from service_record r where r.team_id = e.team_id and r.expert_id = e.id)
      and (${hats.some(({ bureau }) => bureau)}::boolean or e.user_id = any(${users}::text[])
        or e.system = any(${systems}::text[]) or ${HOME_UNIT_USERS} && ${users}::text[]
        or ${DISTRICTS} && ${districts}::text[])
      and not exists (select 1 from unnest(${[...words]}::text[]) word
        where position(lower(word) in lower(e.name || ' ' || o.name)) = 0)`,
    MOST,
  );
  return rows.map(personOf);
}

/** Whose the records are; a person who served in several districts is within reach of each. */
export function whoseRecords({ userId, system, homeUnitUsers, districts }: Person, actor: Actor): Whose {
  const reach = [actor, ...(actor.standsInFor ?? [])].flatMap((hat) => hat.districts);
  return {
    expertUsers: [userId ?? null],
    homeUnitUsers,
    systems: [system],
    district: districts.find((one) => reach.includes(one)) ?? districts[0] ?? '',
  };
}

import { type RawBuilder, type SqlBool, sql } from 'kysely';
import type { Db } from '../db/open.ts';
import { HOST_USERS } from '../demands/repository.ts';
import { HOME_UNIT_USERS } from '../directory/around.ts';
import type { Actor } from '../directory/permissions.ts';
import type { DocumentObject } from './object.ts';
import { reachOf, usersOf } from './reach.ts';

/** A claim by which its expert is bound: also while a coordinator has yet to decide whether they came. */
export const IS_BOUND = sql<SqlBool>`c.state in ('confirmed', 'no_show_reported', 'no_show_objected', 'report_waived')`;

/** What nobody but those around it may know of a need: it is confidential, or of the line that shows counts only. */
const IS_REDUCED = sql<SqlBool>`(coalesce(demand.confidential, false) or thing.action_line = 'talent_health')`;

/**
 * Needs, claims and reports with all who have a part in them: of a need the experts who are bound to it, of a claim its
 * expert once bound, of a report those who stand in it.
 */
function select(teamId: string, words: RawBuilder<SqlBool>): RawBuilder<DocumentObject> {
  return sql<DocumentObject>`
    select thing.kind, thing.id, thing.number, thing.year, thing.is_settled as "isSettled", thing.districts,
      case when ${IS_REDUCED} then '' else thing.title end as title,
      case when ${IS_REDUCED} then '' else coalesce(demand.unit_name, '') end as "unitName",
      demand.poster, thing.author,
      case when demand.id is null then '{}'::text[] else ${HOST_USERS} end as "hostUsers",
      people.experts as "expertUsers", people.assistants as "assistantUsers", people.systems,
      array(select distinct home.contact from expert cross join lateral unnest(${HOME_UNIT_USERS}) home(contact)
        where expert.team_id = ${teamId} and expert.id = any(thing.expert_ids)) as "homeUnitUsers"
    from (
      select 'demand' as kind, d.id, d.number, d.year, d.id as demand_id, d.title, d.action_line, d.districts,
        null as author, d.submitted_at as at, true as is_settled,
        array(select c.expert_id from claim c where c.team_id = d.team_id and c.demand_id = d.id and ${IS_BOUND}) as expert_ids
      from demand d where d.team_id = ${teamId}
      union all
      select 'claim', c.id, c.number, c.year, c.demand_id, d.title, d.action_line, d.districts, null, c.claimed_at, ${IS_BOUND},
        array[c.expert_id]
      from claim c join demand d on d.team_id = c.team_id and d.id = c.demand_id where c.team_id = ${teamId}
      union all
      select 'report', r.id, r.number, r.year, r.demand_id, r.title, r.action_line, r.districts, r.author, r.submitted_at,
        r.state <> 'voided',
        array(select re.expert_id from report_expert re where re.team_id = r.team_id and re.report_id = r.id)
      from report r where r.team_id = ${teamId}
    ) thing
    left join demand on demand.team_id = ${teamId} and demand.id = thing.demand_id
    cross join lateral (
      select coalesce(array_agg(expert.user_id) filter (where expert.user_id is not null), '{}') as experts,
        coalesce(array_agg(expert.assistant_user) filter (where expert.assistant_user is not null), '{}') as assistants,
        coalesce(array_agg(distinct expert.system), '{}') as systems
      from expert where expert.team_id = ${teamId} and expert.id = any(thing.expert_ids)
    ) people
    where ${words}
    order by thing.at desc, thing.number desc`;
}

/** By its id, or by the number that people call it by. */
export async function findObject(db: Db, teamId: string, named: string): Promise<DocumentObject | undefined> {
  const { rows } = await sql<DocumentObject>`/* name: find_document_object */
    ${select(teamId, sql<SqlBool>`(thing.id = ${named} or thing.number = upper(${named}))`)} limit 1`.execute(
    db,
  );
  return rows[0];
}

/** As many are looked at for one answer. */
const MOST = 100;

/** What somebody has a part in, and whose number, title or unit says what was typed; the newest first. */
export async function searchObjects(
  db: Db,
  teamId: string,
  actor: Actor,
  query: string,
): Promise<DocumentObject[]> {
  const { all, districts, systems } = reachOf(actor);
  const users = usersOf(actor);
  const looked = query.toLowerCase();
  const { rows } = await sql<DocumentObject>`/* name: search_document_objects */
    select * from (${select(
      teamId,
      sql<SqlBool>`(position(${looked} in lower(thing.number)) > 0
        or not ${IS_REDUCED} and position(${looked} in lower(thing.title || ' ' || coalesce(demand.unit_name, ''))) > 0)`,
    )}) found
    where ${all}::boolean or districts && ${[...districts]}::text[] or systems && ${[...systems]}::text[]
      or poster = any(${users}::text[]) or author = any(${users}::text[])
      or "hostUsers" && ${users}::text[] or "expertUsers" && ${users}::text[]
      or "assistantUsers" && ${users}::text[] or "homeUnitUsers" && ${users}::text[]
    limit ${MOST}`.execute(db);
  return rows;
}

/** Whether anything at all is theirs: a need, a service, or people of their unit. */
export async function hasPart(db: Db, teamId: string, users: readonly string[]): Promise<boolean> {
  const { rows } = await sql<{ has_part: boolean }>`/* name: has_part */
    select exists (select 1 from expert e where e.team_id = ${teamId}
        and (e.user_id = any(${[...users]}::text[]) or e.assistant_user = any(${[...users]}::text[])
          or e.home_unit_user = any(${[...users]}::text[])))
      or exists (select 1 from demand d where d.team_id = ${teamId}
        and (d.poster = any(${[...users]}::text[]) or d.contact_user = any(${[...users]}::text[])))
      or exists (select 1 from organisation_contact c where c.team_id = ${teamId} and c.user_id = any(${[...users]}::text[]))
      as has_part`.execute(db);
  return rows[0]?.has_part ?? false;
}

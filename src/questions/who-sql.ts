import { type RawBuilder, type SqlBool, sql } from 'kysely';
import type { Db } from '../db/open.ts';
import type { Actor } from '../directory/permissions.ts';
import { UNIT_DISTRICTS } from '../directory/units-sql.ts';
import { reachOf } from '../objects/reach.ts';
import { ENGLISH_HONORIFICS, HONORIFICS } from './aliases.ts';
import type { Named } from './question.ts';
import type { QuestionReach } from './reach.ts';

/** What somebody may ask about, read afresh. */
export async function readReach(db: Db, teamId: string, actor: Actor): Promise<QuestionReach> {
  const { userId } = actor;
  const { rows } = await sql<{
    experts: string[];
    units: string[];
    is_contact: boolean;
  }>`/* name: question_reach */
    select
      array(select e.id from expert e where e.team_id = ${teamId} and e.merged_into is null
        and ${userId} in (e.user_id, e.assistant_user, e.home_unit_user, e.second_home_unit_user)) as experts,
      array(select distinct c.organisation_id from organisation_contact c
        where c.team_id = ${teamId} and c.user_id = ${userId}) as units,
      exists (select 1 from demand d where d.team_id = ${teamId} and d.contact_user = ${userId}
        and d.published_at is not null) as is_contact`.execute(db);
  const [own] = rows;
  return {
    ...reachOf(actor),
    userId,
    experts: own?.experts ?? [],
    units: own?.units ?? [],
    isContact: own?.is_contact ?? false,
  };
}

/** More people or units of one name than anybody means: the word is then named as not understood. */
const MOST_NAMED = 5;

/**
 * Whom these words name, within reach: by the whole name or another one of a unit; where there is none, by how it begins
 * (丁老, Prof Ding) or, of a unit, by a part. Two of one name are both meant.
 */
export async function findNamed(
  db: Db,
  teamId: string,
  reach: QuestionReach,
  names: readonly string[],
): Promise<Named[]> {
  if (names.length === 0) return [];
  const stems = names.map((name) => name.replace(HONORIFICS, '').replace(ENGLISH_HONORIFICS, ''));
  const asked = sql`unnest(${[...names]}::text[], ${stems}::text[]) as asked (name, stem)`;
  const { rows } = await sql<{
    name: string;
    kind: 'expert' | 'unit';
    is_whole: boolean;
    ids: string[];
  }>`/* name: find_named */
    with hit as (
      select asked.name, 'expert' as kind, e.id, lower(e.name) in (asked.name, asked.stem) as is_whole
      from ${asked} join expert e on e.team_id = ${teamId} and e.merged_into is null
        and asked.stem <> '' and starts_with(lower(e.name), asked.stem)
        and (asked.stem <> asked.name or length(asked.stem) > 1)
      where ${expertInReach(teamId, reach)}
      union all
      select asked.name, 'unit', unit.id,
        lower(unit.name) = asked.name or exists (select 1 from organisation_name n where n.team_id = ${teamId}
          and n.organisation_id = unit.id and lower(n.name) = asked.name)
      from ${asked} join organisation unit on unit.team_id = ${teamId} and unit.merged_into is null
        and length(asked.name) > 1 and (position(asked.name in lower(unit.name)) > 0 or exists (
          select 1 from organisation_name n where n.team_id = ${teamId} and n.organisation_id = unit.id
            and position(asked.name in lower(n.name)) > 0))
      where ${unitInReach(teamId, reach)}
    )
    select name, kind, is_whole, array_agg(id order by id) as ids from hit
    group by name, kind, is_whole`.execute(db);
  return names.map((name) => {
    const hits = rows.filter((row) => row.name === name);
    const whole = hits.filter((row) => row.is_whole);
    const chosen = whole.length > 0 ? whole : hits;
    const of = (kind: 'expert' | 'unit') => chosen.find((row) => row.kind === kind)?.ids ?? [];
    const isTooMany = of('expert').length + of('unit').length > MOST_NAMED;
    return isTooMany ? { name, experts: [], units: [] } : { name, experts: of('expert'), units: of('unit') };
  });
}

function expertInReach(
  teamId: string,
  { all, districts, systems, experts, units }: QuestionReach,
): RawBuilder<SqlBool> {
  return sql<SqlBool>`(${all}::boolean or e.system = any(${systems}::text[]) or e.id = any(${experts}::text[])
    or e.employer_id = any(${units}::text[]) or e.second_employer_id = any(${units}::text[])
    or exists (select 1 from organisation unit where unit.team_id = ${teamId} and unit.id = e.employer_id
      and ${UNIT_DISTRICTS} && ${districts}::text[])
    or exists (select 1 from claim c join demand d on d.team_id = c.team_id and d.id = c.demand_id
      where c.team_id = ${teamId} and c.expert_id = e.id
        and (d.districts && ${districts}::text[] or d.host_unit_id = any(${units}::text[])) offset 0))`;
}

function unitInReach(
  teamId: string,
  { all, districts, systems, experts, units, userId }: QuestionReach,
): RawBuilder<SqlBool> {
  return sql<SqlBool>`(${all}::boolean or ${UNIT_DISTRICTS} && ${districts}::text[]
    or unit.system = any(${systems}::text[]) or unit.id = any(${units}::text[])
    or exists (select 1 from expert e where e.team_id = ${teamId} and e.id = any(${experts}::text[])
      and unit.id in (e.employer_id, e.second_employer_id))
    or exists (select 1 from claim c join demand d on d.team_id = c.team_id and d.id = c.demand_id
      where c.team_id = ${teamId} and c.expert_id = any(${experts}::text[]) and d.host_unit_id = unit.id offset 0)
    or exists (select 1 from demand d where d.team_id = ${teamId} and d.host_unit_id = unit.id
      and d.contact_user = ${userId} offset 0))`;
}

/** Those who are named in a question, as they are called, the question's own order aside. */
export async function listNames(
  db: Db,
  teamId: string,
  { experts, units }: { experts: readonly string[]; units: readonly string[] },
): Promise<{ id: string; name: string; detail: string }[]> {
  if (experts.length + units.length === 0) return [];
  const { rows } = await sql<{ id: string; name: string; detail: string }>`/* name: list_question_names */
    select e.id, e.name, unit.name as detail from expert e
    join organisation unit on unit.team_id = e.team_id and unit.id = e.employer_id
    where e.team_id = ${teamId} and e.id = any(${[...experts]}::text[])
    union all
    select unit.id, unit.name, '' from organisation unit
    where unit.team_id = ${teamId} and unit.id = any(${[...units]}::text[])
    order by 2, 1`.execute(db);
  return rows;
}

import { sql } from 'kysely';
import type { Db } from '../db/open.ts';
import { allNames } from '../directory/unit-names-sql.ts';
import { saysEach, UNIT_DISTRICTS } from '../directory/units-sql.ts';
import { type RegisterAsk, reachOf } from '../objects/reach.ts';
import { type Filter, ROWS_A_PAGE } from './list.ts';

/** A unit as its line says it. */
export interface ListedUnit {
  id: string;
  kind: 'home_unit' | 'host_unit';
  name: string;
  level: string | null;
  unit_type: string | null;
  districts: string[];
  system: string | null;
  /** Their names in Slack, the contacts' first. */
  contacts: string[];
  people: number;
  needs: number;
}

export interface UnitCounts {
  all: number;
  home_unit: number;
  host_unit: number;
  no_contact: number;
  no_level: number;
  total: number;
}

/** The units within reach that the filter leaves, a page of them, and how many there are of each state. */
export async function readUnits(
  db: Db,
  { programme, actor }: RegisterAsk,
  { words, district, system, state, order, page }: Filter,
): Promise<{ units: ListedUnit[]; counts: UnitCounts }> {
  const { teamId, year } = programme;
  const { all, districts, systems } = reachOf(actor);
  const { rows } = await sql<{ counts: UnitCounts; unit: ListedUnit | null }>`/* name: list_units */
    with mine as (
      select unit.id, unit.kind, unit.name, unit.level, unit.unit_type, unit.system, unit.created_at,
        ${UNIT_DISTRICTS} as districts,
        exists (select 1 from organisation_contact c
          where c.team_id = unit.team_id and c.organisation_id = unit.id) as has_contact
      from organisation unit
      where unit.team_id = ${teamId} and unit.merged_into is null
        and (${all}::boolean or ${UNIT_DISTRICTS} && ${districts}::text[] or unit.system = any(${systems}::text[]))
        and (${district} = '' or ${district} = any(${UNIT_DISTRICTS})) and (${system} = '' or unit.system = ${system})
        and ${saysEach(allNames(sql`unit`), words)}
    ), chosen as (
      select * from mine where case ${state} when 'home_unit' then kind = 'home_unit'
        when 'host_unit' then kind = 'host_unit' when 'no_contact' then not has_contact
        when 'no_level' then level is null else true end
    ), counts as (
      select (count(*))::integer as "all", (count(*) filter (where kind = 'home_unit'))::integer as home_unit,
        (count(*) filter (where kind = 'host_unit'))::integer as host_unit,
        (count(*) filter (where not has_contact))::integer as no_contact,
        (count(*) filter (where level is null))::integer as no_level,
        (select count(*) from chosen)::integer as total
      from mine
    ), page as (
      select chosen.*, row_number() over (order by
        case when ${order} = 'newest' then chosen.created_at end desc nulls last, chosen.name, chosen.id) as no
      from chosen
      order by no limit ${ROWS_A_PAGE} offset ${(page - 1) * ROWS_A_PAGE}
    )
    select to_jsonb(counts) as counts, case when page.id is not null then jsonb_build_object('id', page.id,
      'kind', page.kind, 'name', page.name, 'level', page.level, 'unit_type', page.unit_type,
      'districts', page.districts, 'system', page.system,
      'contacts', (select coalesce(jsonb_agg(coalesce(who.name, c.user_id) order by c.kind, c.added_at, c.user_id), '[]')
        from organisation_contact c
        left join slack_user who on who.team_id = c.team_id and who.user_id = c.user_id
        where c.team_id = ${teamId} and c.organisation_id = page.id),
      'people', (select count(*) from expert e where e.team_id = ${teamId} and page.id in (e.employer_id, e.second_employer_id)),
      'needs', (select count(*) from demand d
        where d.team_id = ${teamId} and d.host_unit_id = page.id and d.year = ${year})) end as unit
    from counts left join page on true
    order by page.no`.execute(db);
  const [first] = rows;
  if (!first) throw new Error('a count that has no row');
  return { counts: first.counts, units: rows.flatMap(({ unit }) => unit ?? []) };
}

import { sql } from 'kysely';
import type { Db } from '../db/open.ts';
import type { Programme } from '../programme/programme.ts';
import { addedUp } from '../reports/added-up.ts';
import { NO_FIGURES, type SummaryFigures, type Unit } from './summary.ts';
import type { Story } from './summary-form.ts';

/** The figures of one unit at this moment. */
export async function sumFigures(db: Db, programme: Programme, unit: Unit): Promise<SummaryFigures> {
  return (await sumAllFigures(db, programme)).get(keyOfUnit(unit)) ?? NO_FIGURES;
}

/** The figures of every unit that has any, by `keyOfUnit`. */
export async function sumAllFigures(
  db: Db,
  programme: Programme,
): Promise<ReadonlyMap<string, SummaryFigures>> {
  return addedUp(db, programme, 'units', () => readFigures(db, programme));
}

export function keyOfUnit({ kind, slug }: Unit): string {
  return `${kind}:${slug}`;
}

/** One query, grouped by unit. Reports of the private line are counted like all others: counts are all it shows. */
async function readFigures(db: Db, programme: Programme): Promise<Map<string, SummaryFigures>> {
  const { rows } = await sql<SummaryFigures & { kind: Unit['kind']; unit: string }>`
    with counted as (${accepted(programme)}),
    named as (
      select counted.id, counted.districts, re.expert_id, expert.system
      from counted
      join report_expert re on re.team_id = counted.team_id and re.year = counted.year and re.report_id = counted.id
      join expert on expert.team_id = re.team_id and expert.id = re.expert_id
    ),
    part as (
      select 'district' as kind, d.unit, named.id as report_id, named.expert_id
      from named cross join lateral (select distinct unnest(named.districts) as unit) d
      union all select 'system', system, id, expert_id from named
    ),
    sums as (
      select once.kind, once.unit, m.key, sum(m.value::numeric) as total
      from (select distinct kind, unit, report_id from part) once
      join counted on counted.id = once.report_id
      cross join lateral jsonb_each_text(counted.metrics) m
      group by once.kind, once.unit, m.key
    ),
    summed as (select kind, unit, jsonb_object_agg(key, total) as metrics from sums group by kind, unit)
    select kind, unit, count(distinct report_id) as reports, count(distinct expert_id) as experts,
      count(*) as "personTimes", coalesce(summed.metrics, '{}') as metrics
    from part left join summed using (kind, unit)
    group by kind, unit, summed.metrics`.execute(db);
  return new Map(
    rows.map(({ kind, unit, reports, experts, personTimes, metrics }) => [
      keyOfUnit({ kind, slug: unit }),
      { reports, experts, personTimes, metrics },
    ]),
  );
}

/** The unit's accepted reports that tell of a typical deed, the earliest first; none of the private line is named. */
export async function listStories(db: Db, programme: Programme, { kind, slug }: Unit): Promise<Story[]> {
  const { rows } = await sql<Story>`
    select r.number, r.title from (${accepted(programme)}) r
    where r.typical_story <> '' and r.action_line <> 'talent_health' and (
      case when ${kind} = 'district' then ${slug} = any(r.districts)
      else exists (
        select 1 from report_expert re join expert e on e.team_id = re.team_id and e.id = re.expert_id
        where re.team_id = r.team_id and re.report_id = r.id and e.system = ${slug}) end)
    order by r.service_end, r.number
    limit 100`.execute(db);
  return rows;
}

/** Accepted reports whose service ended inside the year (decision 1). */
function accepted({ teamId, year }: Programme) {
  return sql`select * from report where team_id = ${teamId} and year = ${year} and state = 'accepted'
    and service_end between ${`${year}-01-01`}::date and ${`${year}-12-31`}::date`;
}

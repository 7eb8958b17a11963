import { sql } from 'kysely';
import type { Db } from '../db/open.ts';
import type { Programme } from '../programme/programme.ts';
import type { Disagreement } from './check.ts';
import type { ReportScope } from './year-report-scope.ts';
import { acceptedIn, expertsWithin, reportsWithin } from './year-sql.ts';

export interface CheckAsk {
  programme: Programme;
  scope: ReportScope;
}

/** What doesn't agree in the accepted reports of a unit, or of the city: to be looked at before it hands in. */
export async function readDisagreements(db: Db, { programme, scope }: CheckAsk): Promise<Disagreement[]> {
  return [
    ...(await listTwoPlaces(db, programme, scope)),
    ...(await listTooManyDays(db, programme, scope)),
    ...(await listSamePictures(db, programme, scope)),
    ...(await listSpellings(db, programme, scope)),
    ...(await listTrainedMore(db, programme, scope)),
  ];
}

/** As many of each kind as anybody looks through. */
const MOST = 200;

/** In days, the first and the last with them. */
const SPAN = sql`(r.service_end - r.service_start + 1)`;

/**
 * Two services of one expert at different places, whose days together don't fit into the days between the first and the
 * last of both: a day there and a day here in one week is no mistake. One of them is the unit's, the other anybody's.
 */
async function listTwoPlaces(db: Db, programme: Programme, scope: ReportScope): Promise<Disagreement[]> {
  const { rows } = await sql<
    Record<'number' | 'other' | 'from' | 'to' | 'otherFrom' | 'otherTo', string> & {
      expert: string | null;
    }
  >`
    with served as (
      select re.expert_id, r.id, r.number, r.action_line, r.service_start, r.service_end,
        coalesce(r.days, ${SPAN})::float8 as days, ${reportsWithin(scope)} as is_own,
        coalesce(d.host_unit_id, '') as host,
        lower(regexp_replace(coalesce(nullif(r.place, ''), d.unit_name, ''), '\\s', '', 'g')) as place
      from ${acceptedIn(programme)}
      left join demand d on d.team_id = r.team_id and d.id = r.demand_id
      join report_expert re on re.team_id = r.team_id and re.report_id = r.id
    )
    select a.number, b.number as other, a.service_start as "from", a.service_end as "to",
      b.service_start as "otherFrom", b.service_end as "otherTo",
      case when 'talent_health' in (a.action_line, b.action_line) then null else e.name end as expert
    from served a
    join served b on b.expert_id = a.expert_id and (b.number, b.id) > (a.number, a.id)
      and b.service_start <= a.service_end and b.service_end >= a.service_start
    join expert e on e.team_id = ${programme.teamId} and e.id = a.expert_id
    where (a.is_own or b.is_own) and (a.host <> b.host or a.host = '') and a.place <> b.place and ${expertsWithin(scope)}
      and a.days + b.days >
        greatest(a.service_end, b.service_end) - least(a.service_start, b.service_start) + 1
    order by a.number, b.number, e.name limit ${MOST}`.execute(db);
  return rows.map(({ number, other, from, to, otherFrom, otherTo, expert }) => ({
    kind: 'two_places',
    numbers: [number, other],
    expert: expert ?? undefined,
    spans: [
      { from, to },
      { from: otherFrom, to: otherTo },
    ],
  }));
}

async function listTooManyDays(db: Db, programme: Programme, scope: ReportScope): Promise<Disagreement[]> {
  const { rows } = await sql<{ number: string; days: number; span: number }>`
    select r.number, r.days::float8 as days, ${SPAN} as span from ${acceptedIn(programme)}
    where r.days > ${SPAN} and ${reportsWithin(scope)}
    order by r.number limit ${MOST}`.execute(db);
  return rows.map(({ number, days, span }) => ({ kind: 'too_many_days', numbers: [number], days, span }));
}

/** Slack gives a picture that is sent again another id: the same name and size are the same picture. */
async function listSamePictures(db: Db, programme: Programme, scope: ReportScope): Promise<Disagreement[]> {
  const { rows } = await sql<{ numbers: string[]; name: string }>`
    select array_agg(distinct r.number order by r.number) as numbers, min(f.name) as name
    from ${acceptedIn(programme)}
    join report_file f on f.team_id = r.team_id and f.report_id = r.id and f.version = r.version
    where f.type ^@ 'image' and f.size > 0
    group by lower(f.name), f.size
    having count(distinct r.id) > 1 and bool_or(${reportsWithin(scope)})
    order by 1 limit ${MOST}`.execute(db);
  return rows.map(({ numbers, name }) => ({ kind: 'same_picture', numbers, name }));
}

/** One unit of the register under several names, or one name but for brackets and spaces under several units. */
async function listSpellings(db: Db, programme: Programme, scope: ReportScope): Promise<Disagreement[]> {
  const { rows } = await sql<{ numbers: string[]; names: string[] }>`
    with named as (
      select r.number, d.unit_name as name, coalesce(o.merged_into, o.id) as unit, d.district,
        regexp_replace(regexp_replace(lower(d.unit_name), '^(天津市|天津)', ''),
          '[[:space:]()（）·,，.。''’“”"-]|股份有限公司|有限责任公司|有限公司|公司', '', 'g') as alike
      from ${acceptedIn(programme)}
      join demand d on d.team_id = r.team_id and d.id = r.demand_id
      join organisation o on o.team_id = d.team_id and o.id = d.host_unit_id
      where d.confidential is not true and r.action_line <> 'talent_health' and ${reportsWithin(scope)}
    )
    select array_agg(distinct number order by number) as numbers, array_agg(distinct name order by name) as names
    from named group by unit having count(distinct name) > 1
    union
    select array_agg(distinct number order by number), array_agg(distinct name order by name)
    from named where alike <> '' group by district, alike
    having count(distinct name) > 1 and count(distinct unit) > 1
    order by 1 limit ${MOST}`.execute(db);
  return rows.map(({ numbers, names }) => ({ kind: 'two_spellings', numbers, names }));
}

async function listTrainedMore(db: Db, programme: Programme, scope: ReportScope): Promise<Disagreement[]> {
  const { rows } = await sql<{ number: string; trained: number; served: number }>`
    select r.number, (r.metrics ->> 'trained_persons')::float8 as trained,
      (r.metrics ->> 'service_persons')::float8 as served
    from ${acceptedIn(programme)}
    where (r.metrics ->> 'trained_persons')::numeric > (r.metrics ->> 'service_persons')::numeric
      and ${reportsWithin(scope)}
    order by r.number limit ${MOST}`.execute(db);
  return rows.map(({ number, trained, served }) => ({
    kind: 'trained_more',
    numbers: [number],
    trained,
    served,
  }));
}

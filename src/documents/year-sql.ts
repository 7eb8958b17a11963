import { sql } from 'kysely';
import type { Db, Trx } from '../db/open.ts';
import { figuresIn } from '../programme/catalogue.ts';
import type { Programme } from '../programme/programme.ts';
import type { SummaryFigures } from '../summaries/summary.ts';
import type { ReportScope } from './year-report-scope.ts';

/** Accepted reports whose service ended inside the year (decision 1); `r` for the query around it. */
export function acceptedIn({ teamId, year }: Programme) {
  return sql`(select * from report where team_id = ${teamId} and year = ${year} and state = 'accepted'
    and service_end between ${`${year}-01-01`}::date and ${`${year}-12-31`}::date) r`;
}

/** Those of one district, or with an expert of one system: beside `r`, which has them. */
export function reportsWithin(scope: ReportScope) {
  switch (scope.kind) {
    case 'city':
      return sql`true`;
    case 'district':
      return sql`${scope.slug}::text = any(r.districts)`;
    case 'system':
      return sql`exists (
        select 1 from report_expert mine join expert on expert.team_id = mine.team_id and expert.id = mine.expert_id
        where mine.team_id = r.team_id and mine.report_id = r.id and expert.system = ${scope.slug})`;
  }
}

/** A system counts its own experts alone: beside `e`, which stands in such a report. */
export function expertsWithin(scope: ReportScope) {
  return scope.kind === 'system' ? sql`e.system = ${scope.slug}` : sql`true`;
}

/** What counts for the city: an activity of several districts once, and each expert once. */
export async function sumCity(trx: Trx, programme: Programme): Promise<SummaryFigures> {
  const { rows } = await sql<Omit<SummaryFigures, 'metrics'> & { metrics: object }>`
    select count(*) as reports,
      coalesce(sum((select count(*) from report_expert re
        where re.team_id = r.team_id and re.report_id = r.id)), 0)::bigint as "personTimes",
      (select count(distinct re.expert_id) from ${acceptedIn(programme)}
        join report_expert re on re.team_id = r.team_id and re.report_id = r.id) as experts,
      (select coalesce(jsonb_object_agg(key, total), '{}') from (
        select m.key, sum(m.value::numeric) as total
        from ${acceptedIn(programme)} cross join lateral jsonb_each_text(r.metrics) m group by m.key
      ) sums) as metrics
    from ${acceptedIn(programme)}`.execute(trx);
  const [row] = rows;
  if (!row) throw new Error('a sum has one row');
  return { ...row, metrics: figuresIn(row.metrics) };
}

/** How many activities of a form there were, and how many people they reached; of a unit, or of the city. */
export interface FormCount {
  unit: string;
  form: string;
  reports: number;
  persons: number;
}

/** By `keyOfUnit`, and 'city': activities of several units stand in each of them. */
export async function countForms(trx: Trx, programme: Programme): Promise<FormCount[]> {
  const { rows } = await sql<FormCount>`
    with part as (
      select distinct r.id, place.unit, r.form, coalesce((r.metrics ->> 'service_persons')::numeric, 0) as persons
      from ${acceptedIn(programme)}
      cross join lateral (
        select 'city' as unit
        union all select 'district:' || unnest(r.districts)
        union all select 'system:' || e.system from report_expert re
          join expert e on e.team_id = re.team_id and e.id = re.expert_id
          where re.team_id = r.team_id and re.report_id = r.id
      ) place
      where r.form is not null
    )
    select unit, form, count(*) as reports, sum(persons)::float8 as persons from part group by unit, form`.execute(
    trx,
  );
  return rows;
}

export interface LineCount {
  line: string;
  reports: number;
  experts: number;
  personTimes: number;
}

/** What was done in each line. */
export async function countLines(trx: Trx, programme: Programme, scope: ReportScope): Promise<LineCount[]> {
  const { rows } = await sql<LineCount>`
    select r.action_line as line, count(distinct r.id) as reports, count(distinct re.expert_id) as experts,
      count(*) as "personTimes"
    from ${acceptedIn(programme)}
    join report_expert re on re.team_id = r.team_id and re.report_id = r.id
    join expert e on e.team_id = re.team_id and e.id = re.expert_id
    where ${reportsWithin(scope)} and ${expertsWithin(scope)}
    group by r.action_line`.execute(trx);
  return rows;
}

/** The ids of what is listed, in the order of the list: fixed at one moment, so that the list agrees with the sums. */
export async function listServiceIds(trx: Trx, programme: Programme, scope: ReportScope): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select r.id from ${acceptedIn(programme)}
    where r.action_line <> 'talent_health' and ${reportsWithin(scope)}
    order by r.service_end, r.number, r.id`.execute(trx);
  return rows.map(({ id }) => id);
}

/** Needs that were published in the year, whatever became of them; a system collects none. */
export async function listNeedIds(
  trx: Trx,
  { teamId, year }: Programme,
  scope: ReportScope,
): Promise<{ id: string; isListed: boolean }[]> {
  const within = scope.kind === 'district' ? sql`${scope.slug}::text = any(d.districts)` : sql`true`;
  const { rows } = await sql<{ id: string; isListed: boolean }>`
    select d.id, d.action_line <> 'talent_health' as "isListed" from demand d
    where d.team_id = ${teamId} and d.year = ${year} and d.state in ('published', 'postponed', 'closed')
      and ${scope.kind !== 'system'}::boolean and ${within}
    order by d.number, d.id`.execute(trx);
  return rows;
}

export interface Told {
  number: string;
  title: string;
  text: string;
}

/** As many of them as a paper tells. */
const MOST_TOLD = 30;

/** Typical deeds, or what comes next, as the unit's accepted reports tell them; none of what is confidential. */
export async function listTold(
  db: Db,
  programme: Programme,
  scope: ReportScope,
  what: 'typical_story' | 'next_steps',
): Promise<Told[]> {
  const text = what === 'typical_story' ? sql`r.typical_story` : sql`r.next_steps`;
  const { rows } = await sql<Told>`
    select r.number, r.title, ${text} as text from ${acceptedIn(programme)}
    left join demand d on d.team_id = r.team_id and d.id = r.demand_id
    where ${text} <> '' and r.action_line <> 'talent_health' and d.confidential is not true
      and ${reportsWithin(scope)}
    order by r.service_end, r.number limit ${MOST_TOLD}`.execute(db);
  return rows;
}

/** What a closed year had reached; undefined for one that isn't closed. */
export async function readFrozen(trx: Trx, { teamId, year }: Programme): Promise<unknown> {
  const row = await trx
    .selectFrom('programme_year')
    .select('frozen')
    .where('team_id', '=', teamId)
    .where('year', '=', year)
    .executeTakeFirst();
  return row?.frozen;
}

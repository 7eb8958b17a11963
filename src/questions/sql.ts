import { type RawBuilder, type SqlBool, sql } from 'kysely';
import type { Db } from '../db/open.ts';
import { DISTRICTS } from '../programme/places.ts';
import { type Asking, daysOf, type Part } from './asking.ts';
import type { Question } from './question.ts';
import type { QuestionReach } from './reach.ts';

/** What the accepted reports that are asked for add up to. */
export interface Served {
  /** Each activity once (mission: decision 6). */
  reports: number;
  /** Distinct experts. */
  experts: number;
  /** Pairs of expert and report. */
  personTimes: number;
  totals: Record<string, number>;
  /** Of the private line: counted, and not listed. */
  hidden: number;
}

export interface ServedRow {
  id: string;
  number: string;
  title: string;
  place: string;
  line: string;
  form: string | null;
  districts: string[];
  start: string;
  end: string;
  unit: string | null;
  confidential: boolean;
  metrics: Record<string, number>;
  experts: string[];
  /** It is within the reader's reach: they read its words. */
  within: boolean;
}

/** The private line, of which counts alone are shown (clause 2(3)). */
export const PRIVATE_LINE = 'talent_health';

/** An empty list restricts nothing. */
export function amongOrAny(value: RawBuilder<unknown>, list: readonly string[]): RawBuilder<SqlBool> {
  return list.length === 0 ? sql<SqlBool>`true` : sql<SqlBool>`${value} = any(${[...list]}::text[])`;
}

export function overlapsOrAny(value: RawBuilder<unknown>, list: readonly string[]): RawBuilder<SqlBool> {
  return list.length === 0 ? sql<SqlBool>`true` : sql<SqlBool>`${value} && ${[...list]}::text[]`;
}

/** Beside rows `r`, with what its need says, and `e` of one of its experts. */
function within({ all, districts, systems, experts, units, userId }: QuestionReach): RawBuilder<SqlBool> {
  if (all) return sql<SqlBool>`true`;
  return sql<SqlBool>`coalesce(r.districts && ${districts}::text[] or e.system = any(${systems}::text[])
    or e.id = any(${experts}::text[]) or e.employer_id = any(${units}::text[])
    or e.second_employer_id = any(${units}::text[]) or r.host_unit_id = any(${units}::text[])
    or r.contact_user = ${userId}, false)`;
}

/**
 * The accepted reports of a question, one row for each of their experts; a year is read by its index. `offset 0` has each
 * report's need looked up once, and not for each expert.
 */
function servedOf({ programme: { teamId, year }, question, reach, way }: Asking): RawBuilder<unknown> {
  const { districts, lines, forms, systems, experts, units, metrics } = question;
  const { from, to } = daysOf({ ...question, year });
  return sql`
    select r.*, e.id as expert_id, e.name as expert, ${within(reach)} as within
    from (
      select r.team_id, r.year, r.id, r.number, r.title, r.place, r.action_line, r.form, r.districts, r.service_start,
        r.service_end, r.metrics, need.unit_name, need.host_unit_id, need.contact_user, need.confidential
      from report r
      left join lateral (
        select d.unit_name, d.host_unit_id, d.contact_user, d.confidential from demand d
        where d.team_id = r.team_id and d.id = r.demand_id offset 0
      ) need on true
      where r.team_id = ${teamId} and r.year = ${year} and r.state = 'accepted'
        and r.service_end between ${from}::date and ${to}::date
        and ${overlapsOrAny(sql`r.districts`, districts)} and ${amongOrAny(sql`r.action_line`, lines)}
        and ${amongOrAny(sql`r.form`, forms)} and ${hasAny(metrics)}
      offset 0
    ) r
    left join report_expert re on re.team_id = r.team_id and re.year = r.year and re.report_id = r.id
    left join expert e on e.team_id = re.team_id and e.id = re.expert_id
    where ${amongOrAny(sql`e.system`, systems)} and ${amongOrAny(sql`e.id`, experts)} and ${ofUnits(units)}
      and ${way === 'figure' ? sql`true` : within(reach)}`;
}

/** Served there, or somebody who works there. */
function ofUnits(units: readonly string[]): RawBuilder<SqlBool> {
  if (units.length === 0) return sql<SqlBool>`true`;
  return sql<SqlBool>`(r.host_unit_id = any(${[...units]}::text[]) or e.employer_id = any(${[...units]}::text[])
    or e.second_employer_id = any(${[...units]}::text[]))`;
}

function hasAny(metrics: readonly string[]): RawBuilder<SqlBool> {
  if (metrics.length === 0) return sql<SqlBool>`true`;
  return sql<SqlBool>`exists (
    select 1 from unnest(${[...metrics]}::text[]) asked (key) where (r.metrics ->> asked.key)::numeric > 0)`;
}

/** The figures and a part of the list, the newest first: one statement. */
export async function readServed(
  db: Db,
  asking: Asking,
  { limit, offset }: Part,
): Promise<{ served: Served; rows: ServedRow[] }> {
  const { rows } = await sql<{ served: Served; row: ServedRow | null }>`/* name: question_served */
    with served as materialized (${servedOf(asking)}),
    once as (select distinct on (id) * from served order by id, within desc),
    sums as (
      select m.key, sum(m.value::numeric) as total from once cross join lateral jsonb_each_text(once.metrics) m
      group by m.key
    ),
    counts as (
      select jsonb_build_object('reports', count(distinct id), 'experts', count(distinct expert_id),
        'personTimes', count(expert_id),
        'hidden', count(distinct id) filter (where action_line = ${PRIVATE_LINE}),
        'totals', (select coalesce(jsonb_object_agg(key, total), '{}') from sums)) as served
      from served
    ),
    page as (
      select once.*, row_number() over (order by service_end desc, number desc) as no from once
      where action_line <> ${PRIVATE_LINE}
      order by no limit ${limit} offset ${offset}
    )
    select counts.served, case when page.id is not null then jsonb_build_object('id', page.id,
      'number', page.number, 'title', page.title, 'place', page.place, 'line', page.action_line, 'form', page.form,
      'districts', page.districts, 'start', page.service_start, 'end', page.service_end, 'unit', page.unit_name,
      'confidential', coalesce(page.confidential, false), 'metrics', page.metrics, 'within', page.within,
      'experts', (select coalesce(jsonb_agg(s.expert order by s.expert), '[]') from served s
        where s.id = page.id and s.within and s.expert is not null)) end as row
    from counts left join page on true
    order by page.no`.execute(db);
  const [first] = rows;
  if (!first) throw new Error('a count that has no row');
  return { served: first.served, rows: rows.flatMap(({ row }) => row ?? []) };
}

/**
 * Which districts have nothing of what is asked, in the order of the notice. Everybody may know: the digest says it to all.
 */
export async function readGaps(db: Db, asking: Asking): Promise<string[]> {
  const question: Question = { ...asking.question, districts: [] };
  const { rows } = await sql<{ district: string }>`/* name: question_gaps */
    select distinct unnest(served.districts) as district
    from (${servedOf({ ...asking, question, way: 'figure' })}) served`.execute(db);
  const reached = new Set(rows.map(({ district }) => district));
  const asked = asking.question.districts;
  return DISTRICTS.map(({ slug }): string => slug).filter(
    (slug) => !reached.has(slug) && (asked.length === 0 || asked.includes(slug)),
  );
}

/** How many of these reports were accepted, changed or voided after that moment: figures of that moment may differ. */
export async function countChangedSince(
  db: Db,
  { programme: { teamId, year }, question: { districts, lines, systems } }: Asking,
  at: Temporal.Instant,
): Promise<number> {
  const { rows } = await sql<{ n: number }>`/* name: question_changed */
    select count(*) as n from report r
    where r.team_id = ${teamId} and r.year = ${year} and r.state in ('accepted', 'voided')
      and r.changed_at > ${at}::timestamptz
      and ${overlapsOrAny(sql`r.districts`, districts)} and ${amongOrAny(sql`r.action_line`, lines)}
      and ${
        systems.length === 0
          ? sql`true`
          : sql`exists (
        select 1 from report_expert re join expert e on e.team_id = re.team_id and e.id = re.expert_id
        where re.team_id = r.team_id and re.report_id = r.id and e.system = any(${[...systems]}::text[]))`
      }`.execute(db);
  return rows[0]?.n ?? 0;
}

import { type RawBuilder, type SqlBool, sql } from 'kysely';
import type { Db } from '../db/open.ts';
import { type Asking, daysOf, type Part } from './asking.ts';
import type { QuestionReach } from './reach.ts';
import { amongOrAny, overlapsOrAny, PRIVATE_LINE } from './sql.ts';

/** Needs that were published, with their slots. */
export interface Needed {
  needs: number;
  slots: number;
  free: number;
  /** Of the private line: counted, and not listed. */
  hidden: number;
}

export interface NeedRow {
  id: string;
  number: string;
  title: string;
  unit: string;
  line: string;
  districts: string[];
  day: string;
  slots: number;
  free: number;
  confidential: boolean;
  within: boolean;
}

export interface Claimed {
  claims: number;
  experts: number;
  confirmed: number;
  pending: number;
  hidden: number;
}

export interface ClaimRow {
  id: string;
  number: string;
  need: string;
  title: string;
  unit: string;
  expert: string;
  state: 'confirmed' | 'pending' | 'ended';
  day: string;
}

/** Beside a row `d` of a need. */
function needWithin({ all, districts, systems, experts, units, userId }: QuestionReach): RawBuilder<SqlBool> {
  if (all) return sql<SqlBool>`true`;
  return sql<SqlBool>`(d.districts && ${districts}::text[] or d.host_unit_id = any(${units}::text[])
    or d.contact_user = ${userId} or d.poster = ${userId} or exists (
      select 1 from claim c join expert e on e.team_id = c.team_id and e.id = c.expert_id
      where c.team_id = d.team_id and c.demand_id = d.id and (e.id = any(${experts}::text[])
        or e.system = any(${systems}::text[]) or e.employer_id = any(${units}::text[])) offset 0))`;
}

/** Published in these days, by the programme's clock. */
function publishedIn({ programme: { timeZone, year }, question }: Asking): RawBuilder<SqlBool> {
  if (question.since === '' && question.until === '') return sql<SqlBool>`true`;
  const { from, to } = daysOf({ ...question, year });
  return sql<SqlBool>`(d.published_at at time zone ${timeZone})::date between ${from}::date and ${to}::date`;
}

/** Needs of the year that were published, also those that are closed since; the open ones alone where that is asked. */
export async function readNeeded(
  db: Db,
  asking: Asking,
  { limit, offset }: Part,
): Promise<{ needed: Needed; rows: NeedRow[] }> {
  const { programme, question, reach, way, today } = asking;
  const { teamId, year, timeZone } = programme;
  const { districts, lines, forms, units, state } = question;
  const open = sql<SqlBool>`d.state = 'published' and seats.free > 0
    and coalesce(d.claim_deadline, d.service_end, 'infinity'::date) >= ${today.toString()}::date`;
  const { rows } = await sql<{ needed: Needed; row: NeedRow | null }>`/* name: question_needs */
    with mine as materialized (
      select d.*, seats.total, seats.free, ${needWithin(reach)} as within
      from demand d cross join lateral (
        select count(*)::integer as total, (count(*) filter (where slot.expert_id is null))::integer as free
        from slot where slot.team_id = d.team_id and slot.demand_id = d.id offset 0) seats
      where d.team_id = ${teamId} and d.year = ${year} and d.state in ('published', 'closed')
        and ${overlapsOrAny(sql`d.districts`, districts)} and ${amongOrAny(sql`d.action_line`, lines)}
        and ${amongOrAny(sql`d.form`, forms)} and ${amongOrAny(sql`d.host_unit_id`, units)}
        and ${publishedIn(asking)} and ${state === 'open' ? open : sql`true`}
        and ${way === 'figure' ? sql`true` : needWithin(reach)}
    ),
    counts as (
      select jsonb_build_object('needs', count(*), 'slots', coalesce(sum(total), 0), 'free', coalesce(sum(free), 0),
        'hidden', count(*) filter (where action_line = ${PRIVATE_LINE})) as needed from mine
    ),
    page as (
      select mine.*, row_number() over (order by published_at desc, number desc) as no from mine
      where action_line <> ${PRIVATE_LINE}
      order by no limit ${limit} offset ${offset}
    )
    select counts.needed, case when page.id is not null then jsonb_build_object('id', page.id,
      'number', page.number, 'title', page.title, 'unit', page.unit_name, 'line', page.action_line,
      'districts', page.districts, 'day', (page.published_at at time zone ${timeZone})::date,
      'slots', page.total, 'free', page.free, 'confidential', page.confidential, 'within', page.within) end as row
    from counts left join page on true
    order by page.no`.execute(db);
  const [first] = rows;
  if (!first) throw new Error('a count that has no row');
  return { needed: first.needed, rows: rows.flatMap(({ row }) => row ?? []) };
}

/** Claims of the year's needs, by where they stand; found from the needs, as those have the year's index. */
export async function readClaimed(
  db: Db,
  { programme, question, reach }: Asking,
  { limit, offset }: Part,
): Promise<{ claimed: Claimed; rows: ClaimRow[] }> {
  const { teamId, year, timeZone } = programme;
  const { districts, lines, forms, units, systems, experts, state } = question;
  const { from, to } = daysOf({ ...question, year });
  const { rows } = await sql<{ claimed: Claimed; row: ClaimRow | null }>`/* name: question_claims */
    with mine as materialized (
      select c.id, c.number, d.number as need, d.title, d.unit_name as unit, d.action_line, e.id as expert_id,
        e.name as expert, (c.claimed_at at time zone ${timeZone})::date as day, c.claimed_at,
        case when c.state in ('confirmed', 'no_show_reported', 'no_show_objected') then 'confirmed'
          when c.state in ('expert_pending', 'home_unit_pending', 'host_pending') then 'pending' else 'ended' end as state
      from demand d
      cross join lateral (select * from claim where claim.team_id = d.team_id and claim.demand_id = d.id offset 0) c
      join expert e on e.team_id = c.team_id and e.id = c.expert_id
      where d.team_id = ${teamId} and d.year = ${year}
        and ${overlapsOrAny(sql`d.districts`, districts)} and ${amongOrAny(sql`d.action_line`, lines)}
        and ${amongOrAny(sql`d.form`, forms)} and ${amongOrAny(sql`e.system`, systems)}
        and ${amongOrAny(sql`e.id`, experts)} and (${amongOrAny(sql`d.host_unit_id`, units)}
          or ${units.length > 0}::boolean and e.employer_id = any(${units}::text[]))
        and (${question.since + question.until} = ''
          or (c.claimed_at at time zone ${timeZone})::date between ${from}::date and ${to}::date)
        and ${claimWithin(reach)}
    ),
    asked as (select * from mine where ${state} in ('', 'open') or mine.state = ${state}),
    counts as (
      select jsonb_build_object('claims', count(*), 'experts', count(distinct expert_id),
        'confirmed', count(*) filter (where state = 'confirmed'), 'pending', count(*) filter (where state = 'pending'),
        'hidden', count(*) filter (where action_line = ${PRIVATE_LINE})) as claimed from asked
    ),
    page as (
      select asked.*, row_number() over (order by claimed_at desc, number desc) as no from asked
      where action_line <> ${PRIVATE_LINE}
      order by no limit ${limit} offset ${offset}
    )
    select counts.claimed, case when page.id is not null then jsonb_build_object('id', page.id,
      'number', page.number, 'need', page.need, 'title', page.title, 'unit', page.unit, 'expert', page.expert,
      'state', page.state, 'day', page.day) end as row
    from counts left join page on true
    order by page.no`.execute(db);
  const [first] = rows;
  if (!first) throw new Error('a count that has no row');
  return { claimed: first.claimed, rows: rows.flatMap(({ row }) => row ?? []) };
}

/** Beside rows `d` and `e`: a claim that concerns the reader. */
function claimWithin({
  all,
  districts,
  systems,
  experts,
  units,
  userId,
}: QuestionReach): RawBuilder<SqlBool> {
  if (all) return sql<SqlBool>`true`;
  return sql<SqlBool>`(d.districts && ${districts}::text[] or e.system = any(${systems}::text[])
    or e.id = any(${experts}::text[]) or e.employer_id = any(${units}::text[])
    or d.host_unit_id = any(${units}::text[]) or d.contact_user = ${userId} and d.published_at is not null)`;
}

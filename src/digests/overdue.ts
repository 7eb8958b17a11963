import { sql } from 'kysely';
import type { Db } from '../db/open.ts';
import type { Named } from '../demands/demand.ts';
import type { Actor } from '../directory/permissions.ts';
import type { Locale } from '../i18n/locale.ts';
import { among } from '../programme/live-years.ts';
import { type Programme, today } from '../programme/programme.ts';
import { addWorkingDays, atTime } from '../programme/working-days.ts';
import { type LATE_FOR_COORDINATORS, LATE_KINDS, type OverdueCounts, type Scope } from './digest.ts';
import { selectLateForCoordinators } from './late-coordinators.ts';
import { needWithin } from './scope.ts';
import { say } from './words.ts';

/** An answer is late from the day of its reminder on; two working days later the claim ends (mission: decision 2). */
const ANSWER_WORKING_DAYS = 3;
/** A report is late when the service ended this many days ago. */
const REPORT_DAYS = 7;

type LateKind = (typeof LATE_FOR_COORDINATORS)[number];

/** Something late, with the names that only coordinators read; what a confidential need is about isn't for them either. */
export interface Overdue extends Named {
  kind: LateKind;
  number: string;
  expert: string;
  unit: string;
}

/** How much is late of all years that aren't closed, without names. */
export async function countOverdue(
  db: Db,
  programme: Programme,
  now: Temporal.Instant,
  scope: Scope,
): Promise<OverdueCounts> {
  const counted = await countLate(db, programme, now, scope);
  return Object.fromEntries(LATE_KINDS.map((kind) => [kind, counted.get(kind) ?? 0])) as OverdueCounts;
}

async function countLate(
  db: Db,
  programme: Programme,
  now: Temporal.Instant,
  scope: Scope,
): Promise<ReadonlyMap<LateKind, number>> {
  const { rows } = await sql<{ kind: LateKind; n: number }>`
    select late.kind, count(*)::integer as n from (${selectOverdue(programme, now, scope)}) late
    group by late.kind`.execute(db);
  return new Map(rows.map(({ kind, n }) => [kind, n]));
}

/** What has waited too long for coordinators themselves, for the bureau's Home: nothing where nothing has. */
export async function sayLateOfCoordinators(
  db: Db,
  programme: Programme,
  now: Temporal.Instant,
  locale: Locale,
): Promise<string> {
  const counted = await countLate(db, programme, now, {});
  return (['reviews', 'verifications', 'acceptances', 'papers', 'no_shows'] as const)
    .map((kind) => ({ kind, n: counted.get(kind) ?? 0 }))
    .filter(({ n }) => n > 0)
    .map(({ kind, n }) => say(locale, `late_${kind}`, { n }))
    .join(' · ');
}

/** What is late within a coordinator's reach, the oldest first. */
export async function listOverdue(
  db: Db,
  programme: Programme,
  now: Temporal.Instant,
  { bureau, districts, systems }: Actor,
  limit: number,
): Promise<Overdue[]> {
  const { rows } = await sql<Overdue>`
    select late.kind, late.number, late.title, late.action_line as "actionLine", late.confidential,
      late.expert, late.unit
    from (${selectOverdue(programme, now, {})}) late
    where ${bureau}::boolean or late.district = any(${[...districts]}::text[])
      or late.system = any(${[...systems]}::text[])
    order by late.since, late.number
    limit ${limit}`.execute(db);
  return rows;
}

/** How often a coordinator found this year that nobody had come, within their reach: for coordinators only (designs 3). */
export async function countNoShows(
  db: Db,
  { teamId, year }: Programme,
  { bureau, districts, systems }: Actor,
): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select count(*) as n from claim c
    join demand d on d.team_id = c.team_id and d.id = c.demand_id
    join expert e on e.team_id = c.team_id and e.id = c.expert_id
    where c.team_id = ${teamId} and c.year = ${year} and c.state = 'no_show'
      and (${bureau}::boolean or d.district = any(${[...districts]}::text[]) or e.system = any(${[...systems]}::text[]))`.execute(
    db,
  );
  return rows[0]?.n ?? 0;
}

function selectOverdue(programme: Programme, now: Temporal.Instant, scope: Scope) {
  const { teamId, liveYears, timeZone, ownDays } = programme;
  const local = now.toZonedDateTimeISO(timeZone);
  const day = addWorkingDays(local.toPlainDate(), -ANSWER_WORKING_DAYS, ownDays);
  const askedBy = atTime(day, local.toPlainTime().toString(), timeZone);
  const endedBy = today(programme, now).subtract({ days: REPORT_DAYS });
  const late = sql`case
    when c.state = 'home_unit_pending' and coalesce(c.kept_at, c.claimed_at) <= ${askedBy} then 'consents'
    when c.state = 'host_pending' and c.consented_at <= ${askedBy} then 'answers'
    when c.state = 'confirmed' and d.service_end <= ${endedBy}::date and not exists (
      select 1 from report r join report_expert re on re.team_id = r.team_id and re.report_id = r.id and r.state <> 'voided'
      where r.team_id = d.team_id and r.demand_id = d.id and re.expert_id = c.expert_id) then 'reports' end`;
  return sql`
    select * from (
      select ${late} as kind, c.number, d.title, d.action_line, d.confidential, e.name as expert, d.district, e.system,
        case when c.state <> 'home_unit_pending' then d.unit_name when e.own_pledge then '' else o.name end as unit,
        case c.state when 'home_unit_pending' then coalesce(c.kept_at, c.claimed_at) when 'host_pending' then c.consented_at
          else d.service_end::timestamptz end as since
      from (
        select * from claim where team_id = ${teamId} and year = ${among(liveYears)} and state in ('home_unit_pending', 'host_pending')
        union all
        select * from claim where team_id = ${teamId} and year = ${among(liveYears)} and state = 'confirmed' and not reported
      ) c
      join demand d on d.team_id = c.team_id and d.id = c.demand_id
      join expert e on e.team_id = c.team_id and e.id = c.expert_id
      join organisation o on o.team_id = e.team_id and o.id = coalesce(c.employer_id, e.employer_id)
      where d.state in ('published', 'closed') and ${needWithin(scope)}
      offset 0
    ) found where kind is not null
    union all
    ${selectLateForCoordinators(programme, askedBy, scope)}`;
}

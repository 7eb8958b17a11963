import { type Selectable, type SqlBool, sql } from 'kysely';
import type { Db } from '../db/open.ts';
import type { Tables } from '../db/tables.ts';
import type { Actor } from '../directory/permissions.ts';
import { nameKey } from '../directory/repository.ts';
import type { Figures, Report, ReportContent, ReportExpert } from './report.ts';

/** As many as Home or a reply has room for. */
const SHOWN = 20;

export async function findReport(db: Db, teamId: string, id: string): Promise<Report | undefined> {
  return (await listReports(db, teamId, sql<SqlBool>`report.id = ${id}`))[0];
}

/** The report on this need that its author is to mend: filed by, or on behalf of, this person. */
export async function findReportToMend(
  db: Db,
  teamId: string,
  demandId: string,
  userId: string,
): Promise<Report | undefined> {
  const mine = sql<SqlBool>`report.demand_id = ${demandId} and report.state in ('returned', 'objected')
    and ${userId} in (report.author, report.recorded_by)`;
  return (await listReports(db, teamId, mine))[0];
}

/** What waits for this person as the host unit's contact. */
export async function listReportsToConfirm(
  db: Db,
  teamId: string,
  year: number,
  userId: string,
): Promise<Report[]> {
  return listReports(
    db,
    teamId,
    sql<SqlBool>`report.year = ${year} and report.state = 'submitted' and demand.published_at is not null
      and ${userId} in ${HOST_USERS}`,
  );
}

/**
 * Undecided reports of this coordinator's districts, what the host has confirmed first; for the bureau also those of
 * districts without a coordinator.
 */
export async function listReportsToAccept(db: Db, teamId: string, year: number, actor: Actor): Promise<Report[]> {
  if (!actor.bureau && actor.districts.length === 0) return [];
  return listReports(
    db,
    teamId,
    sql<SqlBool>`report.year = ${year} and report.state in ('submitted', 'objected', 'host_confirmed')
      and (report.districts[1] = any(${[...actor.districts]}::text[])
        or ${actor.bureau}::boolean and not exists (
          select 1 from role_grant g
          where g.team_id = report.team_id and g.role = 'district' and g.scope = report.districts[1]))`,
    sql`report.state <> 'host_confirmed', report.submitted_at`,
  );
}

/** What this person filed, or had filed for them, and what they stand in; the newest first. */
export async function listReportsOf(
  db: Db,
  teamId: string,
  year: number,
  { userId, expertId }: { userId: string; expertId: string | undefined },
): Promise<Report[]> {
  return listReports(
    db,
    teamId,
    sql<SqlBool>`report.year = ${year} and (report.author = ${userId} or report.recorded_by = ${userId}
      or report.id in ${reportsWith(expertId ? [expertId] : [])})`,
    sql`report.submitted_at desc`,
  );
}

/** Another report of an overlapping time at the same place with one of these experts: perhaps the same activity. */
export async function findSimilarReport(
  db: Db,
  teamId: string,
  { serviceStart, serviceEnd, place, expertIds }: ReportContent,
  otherThan?: string,
): Promise<Report | undefined> {
  const near = await listReports(
    db,
    teamId,
    sql<SqlBool>`report.service_start <= ${serviceEnd}::date and report.service_end >= ${serviceStart}::date
      and report.id <> ${otherThan ?? ''} and report.id in ${reportsWith(expertIds)}`,
  );
  return near.find((report) => nameKey(report.place) === nameKey(place));
}

/** A service that has begun: may be reported, or is still to be. */
export interface Service {
  demandId: string;
  number: string;
  title: string;
  unitName: string;
  serviceEnd: string | undefined;
}

/**
 * Confirmed claims whose service has begun and that no report of the expert speaks of yet, the longest over first.
 * A need without a first day counts as begun: only its people know.
 */
export async function listOwedReports(
  db: Db,
  teamId: string,
  expertId: string,
  today: Temporal.PlainDate,
): Promise<Service[]> {
  return listServices(
    db,
    teamId,
    today,
    sql<SqlBool>`claim.expert_id = ${expertId} and not exists (
      select 1 from report r join report_expert re on re.team_id = r.team_id and re.report_id = r.id
      where r.team_id = demand.team_id and r.demand_id = demand.id and re.expert_id = claim.expert_id)`,
  );
}

/** Every service the person may report on: their own, or of the districts they coordinate. */
export async function listReportableServices(
  db: Db,
  teamId: string,
  today: Temporal.PlainDate,
  { expertId, actor }: { expertId: string | undefined; actor: Actor },
): Promise<Service[]> {
  return listServices(
    db,
    teamId,
    today,
    sql<SqlBool>`(claim.expert_id = ${expertId ?? ''} or ${actor.bureau}::boolean
      or demand.district = any(${[...actor.districts]}::text[]))`,
  );
}

async function listServices(db: Db, teamId: string, today: Temporal.PlainDate, condition: Condition): Promise<Service[]> {
  const { rows } = await sql<{ id: string; number: string; title: string; unit_name: string; service_end: string | null }>`
    select distinct demand.id, demand.number, demand.title, demand.unit_name, demand.service_end
    from claim join demand on demand.team_id = claim.team_id and demand.id = claim.demand_id
    where claim.team_id = ${teamId} and claim.state = 'confirmed' and demand.state in ('published', 'closed')
      and (demand.service_start is null or demand.service_start <= ${today}) and ${condition}
    order by demand.service_end nulls last, demand.number
    limit 95`.execute(db);
  return rows.map(({ id, number, title, unit_name, service_end }) => ({
    ...{ demandId: id, number, title, unitName: unit_name, serviceEnd: service_end ?? undefined },
  }));
}

/** Who may stand in a report: those confirmed for the need and those chosen first, then everybody verified. */
export async function listEligibleExperts(
  db: Db,
  teamId: string,
  { demandId, chosen, limit }: { demandId: string | undefined; chosen: readonly string[]; limit: number },
): Promise<ReportExpert[]> {
  const { rows } = await sql<ExpertRow>`
    select expert.id, expert.name, organisation.name as employer, expert.user_id,
      ${confirmedFor(sql`${demandId ?? ''}`)} as claimed
    from expert join organisation
      on organisation.team_id = expert.team_id and organisation.id = expert.employer_id
    where expert.team_id = ${teamId} and expert.state = 'verified'
    order by claimed desc, expert.id = any(${[...chosen]}::text[]) desc, expert.name, expert.id
    limit ${limit}`.execute(db);
  return rows.map(expertOf);
}

type Condition = ReturnType<typeof sql<SqlBool>>;

/** The host unit's people, for the `demand` of the query around it; see `listHostUsers`. */
const HOST_USERS = sql`(
  select demand.contact_user as user_id where demand.contact_user is not null
  union select oc.user_id from organisation_contact oc
  where oc.team_id = demand.team_id and oc.organisation_id = demand.host_unit_id)`;

const HAS_HOST = sql<boolean>`demand.published_at is not null and exists (
  select 1 from ${HOST_USERS} h where not exists (
    select 1 from slack_user u where u.team_id = demand.team_id and u.user_id = h.user_id and u.deleted))`;

function reportsWith(expertIds: readonly string[]) {
  return sql`(select re.report_id from report_expert re
    where re.team_id = report.team_id and re.expert_id = any(${[...expertIds]}::text[]))`;
}

function confirmedFor(demandId: ReturnType<typeof sql>) {
  return sql<boolean>`exists (
    select 1 from claim c where c.team_id = expert.team_id and c.demand_id = ${demandId}
      and c.expert_id = expert.id and c.state = 'confirmed')`;
}

/** The oldest first unless told otherwise; two queries, however many reports. */
async function listReports(
  db: Db,
  teamId: string,
  condition: Condition,
  order = sql`report.submitted_at`,
): Promise<Report[]> {
  const { rows } = await sql<ReportRow>`
    select report.*, demand.unit_name, demand.number as demand_number, ${HAS_HOST} as has_host
    from report
    left join demand on demand.team_id = report.team_id and demand.id = report.demand_id
    where report.team_id = ${teamId} and ${condition}
    order by ${order}, report.id
    limit ${SHOWN}`.execute(db);
  const experts = await listExpertsIn(
    db,
    teamId,
    rows.map(({ id }) => id),
  );
  return rows.map((row) =>
    reportOf(
      row,
      experts.filter(({ report_id }) => report_id === row.id),
    ),
  );
}

async function listExpertsIn(db: Db, teamId: string, reportIds: readonly string[]) {
  if (reportIds.length === 0) return [];
  const { rows } = await sql<ExpertRow & { report_id: string }>`
    select re.report_id, expert.id, expert.name, organisation.name as employer, expert.user_id,
      ${confirmedFor(sql`report.demand_id`)} as claimed
    from report_expert re
    join report on report.team_id = re.team_id and report.id = re.report_id
    join expert on expert.team_id = re.team_id and expert.id = re.expert_id
    join organisation on organisation.team_id = expert.team_id and organisation.id = expert.employer_id
    where re.team_id = ${teamId} and re.report_id = any(${[...reportIds]}::text[])
    order by expert.name, expert.id`.execute(db);
  return rows;
}

interface ExpertRow {
  id: string;
  name: string;
  employer: string;
  user_id: string | null;
  claimed: boolean;
}

type ReportRow = Selectable<Tables['report']> & {
  unit_name: string | null;
  demand_number: string | null;
  has_host: boolean | null;
};

function expertOf({ id, name, employer, user_id, claimed }: ExpertRow): ReportExpert {
  return { id, name, employer, userId: user_id ?? undefined, claimed };
}

function reportOf(row: ReportRow, experts: ExpertRow[]): Report {
  return {
    id: row.id,
    number: row.number,
    year: row.year,
    state: row.state,
    author: row.author,
    recordedBy: row.recorded_by ?? undefined,
    version: row.version,
    demandId: row.demand_id ?? undefined,
    title: row.title,
    actionLine: row.action_line,
    form: row.form ?? undefined,
    districts: row.districts,
    serviceStart: row.service_start,
    serviceEnd: row.service_end,
    days: row.days ?? undefined,
    place: row.place,
    expertIds: experts.map(({ id }) => id),
    metrics: row.metrics as Figures,
    summary: row.summary,
    typicalStory: row.typical_story,
    nextSteps: row.next_steps,
    news: row.news,
    reason: row.reason ?? undefined,
    overrideReason: row.override_reason ?? undefined,
    hostConfirmedAt: row.host_confirmed_at ?? undefined,
    submittedAt: row.submitted_at,
    experts: experts.map(expertOf),
    unitName: row.unit_name ?? undefined,
    demandNumber: row.demand_number ?? undefined,
    hasHost: row.has_host ?? false,
  };
}

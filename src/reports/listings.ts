import { type SqlBool, sql } from 'kysely';
import type { Db } from '../db/open.ts';
import { nameKey } from '../directory/organisations.ts';
import type { Actor } from '../directory/permissions.ts';
import { isDistrictCovered, isReachable } from '../directory/reachable.ts';
import { nameInYear } from '../directory/unit-names-sql.ts';
import { among } from '../programme/live-years.ts';
import type { Report, ReportContent } from './report.ts';
import { listFilesIn } from './report-files.ts';
import { confirmedFor, type ExpertRow, employerFor, type ReportRow, reportOf } from './rows.ts';

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
  years: readonly number[],
  userId: string,
): Promise<Report[]> {
  return listReports(
    db,
    teamId,
    sql<SqlBool>`report.year = ${among(years)} and report.state = 'submitted' and demand.published_at is not null
      and ${userId} in ${HOST_USERS}`,
  );
}

/**
 * What this coordinator decides: undecided reports of their districts and amendments asked for, those the host has yet
 * to confirm last; for the bureau also those of districts without a coordinator who can be asked.
 */
export async function listReportsToAccept(
  db: Db,
  teamId: string,
  years: readonly number[],
  actor: Actor,
): Promise<Report[]> {
  if (!actor.bureau && actor.districts.length === 0) return [];
  return listReports(
    db,
    teamId,
    sql<SqlBool>`report.year = ${among(years)}
      and (report.state in ('submitted', 'objected', 'host_confirmed') or report.amendment is not null)
      and (report.districts[1] = any(${[...actor.districts]}::text[])
        or ${actor.bureau}::boolean
          and not ${isDistrictCovered(sql`report.team_id`, sql`report.districts[1]`)})`,
    sql`report.state = 'submitted' and ${HAS_HOST} is true, report.submitted_at`,
  );
}

/** What a year still waits for, whoever has to act. */
export async function listUndecidedReports(db: Db, teamId: string, year: number): Promise<Report[]> {
  return listReports(
    db,
    teamId,
    sql<SqlBool>`report.year = ${year} and (report.state not in ('accepted', 'voided') or report.amendment is not null)`,
  );
}

/** What this coordinator may amend: accepted reports of their districts, the last accepted first. */
export async function listAcceptedReports(
  db: Db,
  teamId: string,
  years: readonly number[],
  { bureau, districts }: Actor,
): Promise<Report[]> {
  if (!bureau && districts.length === 0) return [];
  return listReports(
    db,
    teamId,
    sql<SqlBool>`report.year = ${among(years)} and report.state = 'accepted' and report.amendment is null
      and (${bureau}::boolean or report.districts[1] = any(${[...districts]}::text[]))`,
    sql`report.accepted_at desc`,
  );
}

/** What this person filed, or had filed for them, and what they stand in; what is to be mended first, then the newest. */
export async function listReportsOf(
  db: Db,
  teamId: string,
  years: readonly number[],
  { userId, expertIds }: { userId: string; expertIds: readonly string[] },
): Promise<Report[]> {
  return listReports(
    db,
    teamId,
    sql<SqlBool>`report.year = ${among(years)} and report.id in (
      select id from report where team_id = ${teamId} and author = ${userId}
      union all select id from report where team_id = ${teamId} and recorded_by = ${userId}
      union all select report_id from report_expert
        where team_id = ${teamId} and expert_id = any(${[...expertIds]}::text[]) and year = ${among(years)})`,
    sql`report.state in ('returned', 'objected') desc, report.submitted_at desc`,
  );
}

/** Another report that may count, of an overlapping time at the same place with one of these experts: perhaps the same activity. */
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
      and report.id <> ${otherThan ?? ''} and report.state <> 'voided' and report.id in ${reportsWith(expertIds)}`,
  );
  return near.find((report) => nameKey(report.place) === nameKey(place));
}

type Condition = ReturnType<typeof sql<SqlBool>>;

/** The host unit's people, for the `demand` of the query around it; see `listHostUsers`. */
const HOST_USERS = sql`(
  select demand.contact_user as user_id where demand.contact_user is not null
  union select oc.user_id from organisation_contact oc
  where oc.team_id = demand.team_id and oc.organisation_id = demand.host_unit_id)`;

const HAS_HOST = sql<boolean>`demand.published_at is not null and exists (
  select 1 from ${HOST_USERS} h where ${isReachable(sql`demand.team_id`, sql`h.user_id`)})`;

function reportsWith(expertIds: readonly string[]) {
  return sql`(select re.report_id from report_expert re
    where re.team_id = report.team_id and re.expert_id = any(${[...expertIds]}::text[]))`;
}

/** The oldest first unless told otherwise; three queries, however many reports. */
export async function listReports(
  db: Db,
  teamId: string,
  condition: Condition,
  order = sql`report.submitted_at`,
): Promise<Report[]> {
  const { rows } = await sql<ReportRow>`
    select report.*, demand.unit_name, demand.number as demand_number, ${HAS_HOST} as has_host,
      case when report.by_assistant then coalesce((select u.name from slack_user u
        where u.team_id = report.team_id and u.user_id = report.recorded_by), report.recorded_by) end as assistant_name
    from report
    left join demand on demand.team_id = report.team_id and demand.id = report.demand_id
    where report.team_id = ${teamId} and ${condition}
    order by ${order}, report.id
    limit ${SHOWN}`.execute(db);
  const ids = rows.map(({ id }) => id);
  const [experts, files] = await Promise.all([listExpertsIn(db, teamId, ids), listFilesIn(db, teamId, ids)]);
  return rows.map((row) => {
    const named = experts.filter(({ report_id }) => report_id === row.id);
    return reportOf(row, {
      experts: named.filter(({ proposed }) => !proposed),
      proposed: named.filter(({ proposed }) => proposed),
      files: files.filter(({ reportId }) => reportId === row.id).map(({ file }) => file),
    });
  });
}

/** Who stands in these reports, and in the amendments that are asked for. */
async function listExpertsIn(db: Db, teamId: string, reportIds: readonly string[]) {
  if (reportIds.length === 0) return [];
  const ids = sql`any(${[...reportIds]}::text[])`;
  const { rows } = await sql<ExpertRow & { report_id: string; proposed: boolean }>`
    select re.report_id, re.proposed, expert.id, expert.name,
      ${nameInYear(sql`organisation`, sql`report.year`)} as employer, expert.user_id, expert.assistant_user,
      ${confirmedFor(sql`report.demand_id`)} as claimed
    from (
      select team_id, report_id, expert_id, false as proposed from report_expert
      where team_id = ${teamId} and report_id = ${ids}
      union all
      select team_id, id, jsonb_array_elements_text(amendment -> 'expertIds'), true from report
      where team_id = ${teamId} and id = ${ids} and amendment is not null
    ) re
    join report on report.team_id = re.team_id and report.id = re.report_id
    join expert on expert.team_id = re.team_id and expert.id = re.expert_id
    join organisation on organisation.team_id = expert.team_id
      and organisation.id = ${employerFor(sql`report.demand_id`)}
    order by expert.name, expert.id`.execute(db);
  return rows;
}

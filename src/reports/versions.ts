import { sql, type Updateable } from 'kysely';
import type { Trx } from '../db/open.ts';
import type { Tables } from '../db/tables.ts';
import { expertsHeld } from '../directory/merged.ts';
import { staysOpen } from '../programme/live-years.ts';
import { isCorrectable, type Report, type ReportContent, type ReportState } from './report.ts';
import { keepFiles } from './report-files.ts';

export interface Version {
  teamId: string;
  /** The report as it was read; its `version` guards every change. */
  before: Report;
  content: ReportContent;
  now: Temporal.Instant;
}

const NO_AMENDMENT = { amendment: null, amendment_reason: null, amendment_at: null };

/**
 * The mended report under the same number, as its next version; the one before is kept with why it came back, and
 * what the host confirmed of it no longer counts, unless the host wrote this one as well (`confirmedBy`). False when the
 * report is no longer the author's to mend.
 */
export async function reviseReport(
  trx: Trx,
  version: Version & { confirmedBy?: string | undefined },
): Promise<boolean> {
  const { before, confirmedBy, now } = version;
  if (!isCorrectable(before)) return false;
  // What somebody said of it meanwhile is read before it is mended.
  return putNextVersion(
    trx,
    version,
    [before.state],
    { ...confirmation(confirmedBy, now), reason: null },
    before.reason,
  );
}

/** Where a report begins: the host is to confirm it, or has by writing it. */
export function confirmation(confirmedBy: string | undefined, now: Temporal.Instant) {
  return {
    state: confirmedBy === undefined ? ('submitted' as const) : ('host_confirmed' as const),
    host_confirmed_by: confirmedBy ?? null,
    host_confirmed_at: confirmedBy === undefined ? null : now,
  };
}

/**
 * After acceptance a report is amended with history (decision 17): the next version counts at once under the same
 * number, and the one that counted is kept with the reason. False when somebody changed it, or what its author asks,
 * since it was read.
 */
export async function amendReport(trx: Trx, version: Version & { reason: string }): Promise<boolean> {
  return putNextVersion(trx, version, ['accepted'], NO_AMENDMENT, version.reason);
}

/** Keeps what the author asks to change; the report counts as it is. False when it changed since it was read. */
export async function askAmendment(
  trx: Trx,
  { teamId, before, content, reason, now }: Version & { reason: string },
): Promise<boolean> {
  const asked = { amendment: content, amendment_reason: reason, amendment_at: now };
  const row = await updateReport(trx, { teamId, before }, ['accepted'], asked);
  return row !== undefined;
}

/** The report stays as it was accepted. False when that was decided before. */
export async function dropAmendment(trx: Trx, report: Pick<Version, 'teamId' | 'before'>): Promise<boolean> {
  if (!report.before.amendment) return false;
  return (await updateReport(trx, report, ['accepted'], NO_AMENDMENT)) !== undefined;
}

/**
 * It should never have counted: number, words and history stay, and no figure holds it any more; a service of which no other
 * report speaks is unreported again. False when it changed since it was read, or its year is closed.
 */
export async function voidReport(
  trx: Trx,
  { teamId, before, now }: Omit<Version, 'content'>,
  { reason, duplicateOf }: { reason: string; duplicateOf: string | undefined },
): Promise<boolean> {
  if (before.amendment) return false;
  const change = { state: 'voided' as const, reason, duplicate_of: duplicateOf ?? null, changed_at: now };
  if (!(await updateReport(trx, { teamId, before }, ['accepted'], change))) return false;
  await markReported(trx, teamId, [before.demandId]);
  return true;
}

async function putNextVersion(
  trx: Trx,
  { teamId, before, content, now }: Version,
  from: readonly ReportState[],
  change: Updateable<Tables['report']>,
  reason: string | undefined,
): Promise<boolean> {
  const next = { ...columnsOf(content), ...change, version: before.version + 1, changed_at: now };
  if (!(await updateReport(trx, { teamId, before }, from, next))) return false;
  await trx
    .insertInto('report_version')
    .values({
      ...{ team_id: teamId, report_id: before.id, version: before.version, content: contentOnly(before) },
      ...{ outcome: before.state, reason: reason ?? null, kept_at: now },
    })
    .execute();
  await trx
    .deleteFrom('report_expert')
    .where('team_id', '=', teamId)
    .where('report_id', '=', before.id)
    .execute();
  await keepExperts(trx, teamId, before.id, content.expertIds);
  await markReported(trx, teamId, [before.demandId, content.demandId]);
  await keepFiles(trx, { teamId, reportId: before.id, version: next.version }, content.files);
  return true;
}

/** One guarded statement: nothing changes that isn't as it was read, and nothing in a closed year. */
async function updateReport(
  trx: Trx,
  { teamId, before }: Pick<Version, 'teamId' | 'before'>,
  from: readonly ReportState[],
  change: Updateable<Tables['report']>,
) {
  return trx
    .updateTable('report')
    .set(change)
    .where('team_id', '=', teamId)
    .where('id', '=', before.id)
    .where('version', '=', before.version)
    .where('state', 'in', [...from])
    .where('amendment_at', 'is not distinct from', before.amendment?.askedAt ?? null)
    .where(staysOpen(teamId, before.year))
    .returning('id')
    .executeTakeFirst();
}

export async function keepExperts(trx: Trx, teamId: string, reportId: string, expertIds: readonly string[]) {
  await sql`with held as (${expertsHeld(teamId, expertIds)})
    insert into report_expert (team_id, report_id, year, expert_id)
    select r.team_id, r.id, r.year, one.id from report r, (select distinct id from held) one
    where r.team_id = ${teamId} and r.id = ${reportId}`.execute(trx);
}

/** Each claim on these needs says whether a report speaks of it; to be called whenever one is filed or changed. */
export async function markReported(
  trx: Trx,
  teamId: string,
  demandIds: readonly (string | undefined)[],
): Promise<void> {
  const known = [...new Set(demandIds.filter((id) => id !== undefined))];
  if (known.length === 0) return;
  await sql`update claim set reported = not reported
    where team_id = ${teamId} and demand_id = any(${known}::text[]) and reported <> exists (
      select 1 from report r join report_expert re on re.team_id = r.team_id and re.report_id = r.id
      where r.team_id = claim.team_id and r.demand_id = claim.demand_id and re.expert_id = claim.expert_id
        and r.state <> 'voided')`.execute(trx);
}

export function columnsOf(content: ReportContent) {
  return {
    demand_id: content.demandId ?? null,
    title: content.title,
    action_line: content.actionLine,
    form: content.form ?? null,
    districts: content.districts,
    service_start: content.serviceStart,
    service_end: content.serviceEnd,
    days: content.days ?? null,
    place: content.place,
    metrics: content.metrics,
    summary: content.summary,
    typical_story: content.typicalStory,
    next_steps: content.nextSteps,
    news: content.news,
  };
}

function contentOnly(report: Report): ReportContent {
  const { demandId, title, actionLine, form, districts, serviceStart, serviceEnd, days } = report;
  const { place, expertIds, metrics, summary, typicalStory, nextSteps, news, files } = report;
  return {
    ...{ demandId, title, actionLine, form, districts, serviceStart, serviceEnd, days },
    ...{ place, expertIds, metrics, summary, typicalStory, nextSteps, news, files },
  };
}

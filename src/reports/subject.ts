import type { Demand } from '../demands/demand.ts';
import { findDemand } from '../demands/repository.ts';
import type { Expert } from '../directory/expert.ts';
import type { Whose } from '../directory/permissions.ts';
import { askLeave } from '../directory/refuse.ts';
import type { Locale } from '../i18n/locale.ts';
import { type Programme, today } from '../programme/programme.ts';
import type { Typed } from '../slack/form.ts';
import type { Ask, Deps } from '../slack/interaction.ts';
import { listConfirmedExperts } from './experts.ts';
import { findReport, findReportToMend } from './listings.ts';
import { NEW_REPORT, ownerDistrict, type Report } from './report.ts';
import { NO_DEMAND } from './report-form.ts';
import { listOwedReports } from './services.ts';
import { say } from './words.ts';

/** What a report is about: the need, if any, and the report that is being mended, if any. */
export interface Subject {
  demand: Demand | undefined;
  report: Report | undefined;
}

/** The subject that a button names; undefined when there is no such need or report in this workspace. */
export async function findSubject(
  deps: Deps,
  { teamId, userId, now }: Ask,
  programme: Programme,
  target: string,
  expert: Expert | undefined,
): Promise<Subject | undefined> {
  if (target.startsWith('report:')) {
    const report = await findReport(deps.db, teamId, target.slice('report:'.length));
    return report && findChosen(deps, teamId, {}, report.id);
  }
  const isNew = target === NEW_REPORT;
  const owed =
    isNew && expert ? await listOwedReports(deps.db, programme, expert.id, today(programme, now)) : [];
  const demandId = isNew ? owed[0]?.demandId : target;
  if (demandId === undefined) return { demand: undefined, report: undefined };
  const demand = await findDemand(deps.db, teamId, demandId);
  return demand && { demand, report: await findReportToMend(deps.db, teamId, demand.id, userId) };
}

/** The need and report that the form speaks of; a report keeps the need it was filed for. */
export async function findChosen(
  deps: Deps,
  teamId: string,
  typed: Typed,
  reportId: string,
): Promise<Subject> {
  const report = reportId ? await findReport(deps.db, teamId, reportId) : undefined;
  const demandId = report ? report.demandId : typed.demand;
  const isNeed = typeof demandId === 'string' && demandId !== NO_DEMAND;
  return { report, demand: isNeed ? await findDemand(deps.db, teamId, demandId) : undefined };
}

/** Experts with a confirmed claim, the author of what is mended, and coordinators on behalf of others. */
export async function askToFile(
  deps: Deps,
  ask: Ask,
  { demand, report }: Subject,
  expert: Expert | undefined,
  districts: readonly string[] = [],
) {
  const confirmed = demand ? await listConfirmedExperts(deps.db, ask.teamId, demand.id) : [];
  const own = !demand && expert?.state === 'verified' ? [ask.userId] : [];
  const district = demand?.district ?? (report ? ownerDistrict(report) : districts[0]);
  const whose: Whose = {
    expertUsers: [...own, ...confirmed.map(({ userId }) => userId ?? null)],
    author: report?.author ?? null,
    ...(district === undefined ? {} : { district }),
  };
  const object = { kind: report ? 'report' : 'demand', id: report?.id ?? demand?.id ?? NO_DEMAND };
  return askLeave(deps, ask, 'file_report', whose, object);
}

/** The coordinators of its district, at once; its author, as a request. */
export async function askToAmend(deps: Deps, ask: Ask, report: Report) {
  const whose = { author: report.author, district: ownerDistrict(report) };
  return askLeave(deps, ask, 'amend_report', whose, { kind: 'report', id: report.id });
}

/** Why this need takes no report, if it doesn't (decision 17). */
export function explainClosed({ state }: Demand, locale: Locale): string | undefined {
  if (state === 'cancelled') return say(locale, 'demand_cancelled');
  return state === 'published' || state === 'closed' ? undefined : say(locale, 'demand_unpublished');
}

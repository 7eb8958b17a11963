import type { Demand } from '../demands/demand.ts';
import { findDemand, listHostUsers } from '../demands/repository.ts';
import { type ActedFor, idsOf, ownSideOf, verifiedOf } from '../directory/acts-for.ts';
import type { Whose } from '../directory/permissions.ts';
import { askLeave } from '../directory/refuse.ts';
import type { Locale } from '../i18n/locale.ts';
import { type Programme, today } from '../programme/programme.ts';
import type { Typed } from '../slack/form.ts';
import type { Ask, Deps } from '../slack/interaction.ts';
import { readReportAround } from './around-sql.ts';
import { listConfirmedExperts, listConfirmedSystems, listUnreportedExperts } from './experts.ts';
import { findReport, findReportToMend } from './listings.ts';
import { expertsOf, NEW_REPORT, ownerDistrict, type Report, type ReportExpert } from './report.ts';
import { NO_DEMAND } from './report-form.ts';
import { listUnreported } from './services.ts';
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
  named: ActedFor,
): Promise<Subject | undefined> {
  if (target.startsWith('report:')) {
    const report = await findReport(deps.db, teamId, target.slice('report:'.length));
    return report && findChosen(deps, teamId, {}, report.id);
  }
  const demandId =
    target === NEW_REPORT ? await findLongestOver(deps, { userId, now }, programme, named) : target;
  if (demandId === undefined) return { demand: undefined, report: undefined };
  const demand = await findDemand(deps.db, teamId, demandId);
  return demand && { demand, report: await findReportToMend(deps.db, teamId, demand.id, userId) };
}

/** The need of the service that has waited longest: one's own, else one that the host unit may report on. */
async function findLongestOver(
  { db }: Deps,
  { userId, now }: Pick<Ask, 'userId' | 'now'>,
  programme: Programme,
  named: ActedFor,
): Promise<string | undefined> {
  const unreported = await listUnreported(db, programme, today(programme, now), {
    expertIds: idsOf(named),
    userId,
  });
  return (unreported.find(({ isOwn }) => isOwn) ?? unreported[0])?.demandId;
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

/** Experts with a confirmed claim and their assistants, the author of what is mended, the host and coordinators on behalf of experts. */
export async function askToFile(
  deps: Deps,
  ask: Ask,
  { demand, report }: Subject,
  named: ActedFor,
  districts: readonly string[] = [],
) {
  const confirmed = demand ? await listConfirmedExperts(deps.db, ask.teamId, demand.id) : [];
  const ofNoNeed = demand ? [] : verifiedOf(named);
  const district = demand?.district ?? (report ? ownerDistrict(report) : districts[0]);
  const whose: Whose = {
    expertUsers: [...ofNoNeed, ...confirmed].map(({ userId }) => userId ?? null),
    assistantUsers: [...ofNoNeed, ...confirmed].map(({ assistantUser }) => assistantUser ?? null),
    author: report?.author ?? null,
    // What came back is its author's to mend, not of whoever else is with the host.
    hostUsers: demand && !report ? await listHostUsers(deps.db, ask.teamId, demand) : [],
    // Without a need it is the district's alone.
    systems: demand ? await listConfirmedSystems(deps.db, ask.teamId, demand.id) : [],
    ...(district === undefined ? {} : { district }),
  };
  const object = { kind: report ? 'report' : 'demand', id: report?.id ?? demand?.id ?? NO_DEMAND };
  return askLeave(deps, ask, 'file_report', whose, object);
}

/**
 * Whom the form names at first: those confirmed for the need. Somebody of the host unit reports for those of whom no report
 * speaks yet, if there are any.
 */
export async function listProposed(
  { db }: Deps,
  { teamId, userId }: Pick<Ask, 'teamId' | 'userId'>,
  demand: Demand,
): Promise<ReportExpert[]> {
  const confirmed = await listConfirmedExperts(db, teamId, demand.id);
  if (confirmed.some((one) => ownSideOf(one).includes(userId))) return confirmed;
  if (!(await listHostUsers(db, teamId, demand)).includes(userId)) return confirmed;
  const unreported = await listUnreportedExperts(db, teamId, demand.id);
  return unreported.length > 0 ? unreported : confirmed;
}

/** Whoever writes for the host names those who were confirmed for its need, and nobody else. */
export async function areTheirs(
  { db }: Deps,
  teamId: string,
  { demand, report }: Subject,
  expertIds: readonly string[],
): Promise<boolean> {
  const confirmed = demand ? await listConfirmedExperts(db, teamId, demand.id) : [];
  const known = [...(report?.expertIds ?? []), ...confirmed.map(({ id }) => id)];
  return expertIds.every((id) => known.includes(id));
}

/**
 * The coordinators of its district, at once, but for those whose own service it is (decision 30); who wrote or recorded
 * it, as a request, whatever else they are.
 */
export async function askToAmend(deps: Deps, ask: Ask, report: Report) {
  const { hostUsers, homeUnitUsers } = await readReportAround(deps.db, ask, report.id);
  const isRecorder = report.recordedBy === ask.userId;
  const whose: Whose = {
    author: isRecorder ? ask.userId : report.author,
    ...expertsOf(report),
    hostUsers,
    homeUnitUsers,
    district: ownerDistrict(report),
  };
  return askLeave(deps, ask, 'amend_report', whose, { kind: 'report', id: report.id });
}

/** Why this need takes no report, if it doesn't (decision 17). */
export function explainClosed({ state }: Demand, locale: Locale): string | undefined {
  if (state === 'cancelled') return say(locale, 'demand_cancelled');
  return state === 'published' || state === 'closed' ? undefined : say(locale, 'demand_unpublished');
}

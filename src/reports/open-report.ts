import type { WebClient } from '@slack/web-api';
import type { Demand } from '../demands/demand.ts';
import { findDemand } from '../demands/repository.ts';
import type { Expert } from '../directory/expert.ts';
import { isCoordinator, type Whose } from '../directory/permissions.ts';
import { askLeave } from '../directory/refuse.ts';
import { findActor, findExpertByUser } from '../directory/repository.ts';
import { replySetUpFirst } from '../directory/set-up-first.ts';
import type { Locale } from '../i18n/locale.ts';
import { type Programme, today } from '../programme/programme.ts';
import { findProgramme } from '../programme/repository.ts';
import type { Ask, Click, Deps } from '../slack/ask.ts';
import { message, section } from '../slack/blocks.ts';
import { findDraft, findUnfinished, newDraftId, saveDraft } from '../slack/drafts.ts';
import type { Typed } from '../slack/form.ts';
import { say as sayShared } from '../slack/say.ts';
import { buildStateSentence, stateLabel } from './blocks.ts';
import {
  findReport,
  findReportToMend,
  listEligibleExperts,
  listOwedReports,
  listReportableServices,
  listReportsOf,
} from './listings.ts';
import { isOpenForRevision, ownerDistrict, type Report } from './report.ts';
import { NO_DEMAND, proposeLine, typedOf } from './report-form.ts';
import { findReportAct } from './repository.ts';
import { buildFirstStep, MOST_OPTIONS, type ReportFormState, type ReportFormView, typedOfDemand } from './views.ts';
import { say } from './words.ts';

export const DRAFT_KIND = 'file_report';

/** What a report is about: the need, if any, and the report that is being mended, if any. */
export interface Subject {
  demand: Demand | undefined;
  report: Report | undefined;
}

/**
 * `file_report`: opens the form on a need (its id), on a report to be mended (`report:` and its id), or, for anything
 * that is no id, on the service that has waited longest for a report.
 */
export async function openReport(deps: Deps, ask: Ask, target: string | undefined): Promise<void> {
  const { teamId, userId, locale, now } = ask;
  const programme = await findProgramme(deps.db, teamId);
  if (!programme) return replySetUpFirst(ask);
  const expert = await findExpertByUser(deps.db, teamId, userId);
  const subject = await findSubject(deps, ask, programme, target, expert);
  if (!subject) return ask.reply(message(section(sayShared(locale, 'not_found'))));
  const { demand, report } = subject;
  const closed = demand && explainClosed(demand, locale);
  if (closed) return ask.reply(message(section(closed)));
  if (report && !isOpenForRevision(report)) {
    const act = await findReportAct(deps.db, teamId, report.id);
    return ask.reply(message(section(buildStateSentence(report, act, { locale, programme }))));
  }
  const experts = await listEligibleExperts(deps.db, teamId, {
    ...{ demandId: demand?.id, chosen: report?.expertIds ?? (expert ? [expert.id] : []), limit: MOST_OPTIONS },
  });
  const { part, refusal } = await askToFile(deps, ask, subject, expert);
  if (refusal) return ask.reply(expert ? refusal : message(refusal.blocks, section(say(locale, 'not_registered'))));
  if (experts.length === 0) return ask.reply(message(section(say(locale, 'no_experts'))));

  const objectId = report ? `report:${report.id}` : (demand?.id ?? null);
  const unfinished = await findUnfinished(deps.db, teamId, userId, DRAFT_KIND);
  const draft = unfinished?.object_id === objectId ? unfinished : undefined;
  const typed = { ...typedAtFirst(subject, experts, expert, today(programme, now)), ...draft?.typed };
  const state: ReportFormState = {
    ...{ draftId: draft?.id ?? newDraftId(), reportId: report?.id ?? '', step: '1', revision: '0' },
    ...{ line: lineIn(typed), asked: '', confirmed: '' },
  };
  const lead = await leadFor(deps, ask, programme, subject, isCoordinator(part));
  await ask.open(buildFirstStep(await fillView(deps, ask, programme, { state, typed, subject, lead })));
}

/** The need was changed in the window: what it says takes the place of what stands there. */
export async function changeDemand(deps: Deps, client: WebClient, click: Click): Promise<void> {
  const { teamId, userId, now, inView } = click;
  const programme = await findProgramme(deps.db, teamId);
  if (!programme || !inView) return;
  const expert = await findExpertByUser(deps.db, teamId, userId);
  const services = await listServicesFor(deps, click, programme, expert);
  const chosen = services.find(({ demandId }) => demandId === inView.typed.demand)?.demandId;
  const demand = chosen ? await findDemand(deps.db, teamId, chosen) : undefined;
  const subject = { demand, report: undefined };
  const experts = await listEligibleExperts(deps.db, teamId, {
    ...{ demandId: demand?.id, chosen: expert ? [expert.id] : [], limit: MOST_OPTIONS },
  });
  const typed = { ...inView.typed, ...typedAtFirst(subject, experts, expert, today(programme, now)) };
  const before = stateOf(inView.metadata);
  const state = { ...before, line: lineIn(typed), revision: String(Number(before.revision) + 1) };
  const view = await fillView(deps, click, programme, { state, typed, subject, lead: [say(click.locale, 'form_lead')] });
  await client.views.update({ view_id: inView.id, view: buildFirstStep(view) });
}

/** The line was changed in the window: its first figures take the place of the other line's. */
export async function changeLine(deps: Deps, client: WebClient, click: Click): Promise<void> {
  const { inView } = click;
  if (!inView) return;
  await showFirstStep(deps, client, click, inView.typed, lineIn(inView.typed));
}

/** Back from step two: what stands there is kept. */
export async function goBack(deps: Deps, client: WebClient, click: Click): Promise<void> {
  const { teamId, userId, now, inView } = click;
  if (!inView) return;
  const key = { teamId, userId, draftId: stateOf(inView.metadata).draftId };
  await saveDraft(deps.db, key, { kind: DRAFT_KIND, typed: withoutConfirm(inView.typed), now });
  const draft = await findDraft(deps.db, key);
  const typed = { ...draft?.typed, ...inView.typed };
  await showFirstStep(deps, client, click, typed, lineIn(typed));
}

async function showFirstStep(deps: Deps, client: WebClient, click: Click, typed: Typed, line: string): Promise<void> {
  const { teamId, locale, inView } = click;
  const programme = await findProgramme(deps.db, teamId);
  if (!programme || !inView) return;
  const before = stateOf(inView.metadata);
  const subject = await findChosen(deps, teamId, typed, before.reportId);
  const state: ReportFormState = { ...before, step: '1', line, asked: '' };
  const view = await fillView(deps, click, programme, { state, typed, subject, lead: [say(locale, 'form_lead')] });
  await client.views.update({ view_id: inView.id, view: buildFirstStep(view) });
}

/** Everything a step shows that is read from the database: the needs and the people to choose from. */
export async function fillView(
  deps: Deps,
  ask: Ask,
  programme: Programme,
  { state, typed, subject, lead }: { state: ReportFormState; typed: Typed; subject: Subject; lead: string[] },
): Promise<ReportFormView> {
  const { teamId, userId, locale } = ask;
  const { demand } = subject;
  const expert = await findExpertByUser(deps.db, teamId, userId);
  const [services, experts] = await Promise.all([
    listServicesFor(deps, ask, programme, expert),
    listEligibleExperts(deps.db, teamId, {
      ...{ demandId: demand?.id, chosen: Array.isArray(typed.experts) ? typed.experts : [], limit: MOST_OPTIONS },
    }),
  ]);
  const listed = !demand || services.some(({ demandId }) => demandId === demand.id);
  const { id: demandId, number, title, unitName, serviceEnd } = demand ?? { id: '' };
  const given = listed ? [] : [{ demandId, number: number ?? '', title: title ?? '', unitName: unitName ?? '', serviceEnd }];
  return { locale, programme, state, typed, services: [...given, ...services], experts, lead, doubts: [] };
}

/** The need and report that the form speaks of; a report keeps the need it was filed for. */
export async function findChosen(deps: Deps, teamId: string, typed: Typed, reportId: string): Promise<Subject> {
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
  const confirmed = demand
    ? await listEligibleExperts(deps.db, ask.teamId, { demandId: demand.id, chosen: [], limit: MOST_OPTIONS })
    : [];
  const own = !demand && expert?.state === 'verified' ? [ask.userId] : [];
  const district = demand?.district ?? (report ? ownerDistrict(report) : districts[0]);
  const whose: Whose = {
    expertUsers: [...own, ...confirmed.filter(({ claimed }) => claimed).map(({ userId }) => userId ?? null)],
    author: report?.author ?? null,
    ...(district === undefined ? {} : { district }),
  };
  const object = { kind: report ? 'report' : 'demand', id: report?.id ?? demand?.id ?? NO_DEMAND };
  return askLeave(deps, ask, 'file_report', whose, object);
}

/** Why this need takes no report, if it doesn't (decision 17). */
export function explainClosed({ state }: Demand, locale: Locale): string | undefined {
  if (state === 'cancelled') return say(locale, 'demand_cancelled');
  return state === 'published' || state === 'closed' ? undefined : say(locale, 'demand_unpublished');
}

export function stateOf(metadata: Record<string, string>): ReportFormState {
  return {
    draftId: metadata.draftId ?? newDraftId(),
    reportId: metadata.reportId ?? '',
    step: metadata.step === '2' ? '2' : '1',
    line: metadata.line ?? 'other',
    revision: metadata.revision ?? '0',
    asked: metadata.asked ?? '',
    confirmed: metadata.confirmed ?? '',
  };
}

/** The second look belongs to one window and isn't kept with the draft. */
export function withoutConfirm({ confirm: _, ...typed }: Typed): Typed {
  return typed;
}

async function findSubject(
  deps: Deps,
  { teamId, userId, now }: Ask,
  programme: Programme,
  target: string | undefined,
  expert: Expert | undefined,
): Promise<Subject | undefined> {
  if (target?.startsWith('report:')) {
    const report = await findReport(deps.db, teamId, target.slice('report:'.length));
    return report && findChosen(deps, teamId, {}, report.id);
  }
  const owed =
    target === undefined && expert ? await listOwedReports(deps.db, teamId, expert.id, today(programme, now)) : [];
  const demandId = target ?? owed[0]?.demandId;
  if (demandId === undefined || demandId === NO_DEMAND) return { demand: undefined, report: undefined };
  const demand = await findDemand(deps.db, teamId, demandId);
  return demand && { demand, report: await findReportToMend(deps.db, teamId, demand.id, userId) };
}

function typedAtFirst(
  { demand, report }: Subject,
  experts: Awaited<ReturnType<typeof listEligibleExperts>>,
  expert: Expert | undefined,
  day: Temporal.PlainDate,
): Typed {
  if (report) return typedOf(report);
  if (demand) return typedOfDemand(demand, experts, day);
  const own = expert?.state === 'verified' ? [expert.id] : [];
  return { demand: NO_DEMAND, action_line: proposeLine(expert?.field), experts: own };
}

function lineIn({ action_line: line }: Typed): string {
  return typeof line === 'string' ? line : 'other';
}

async function listServicesFor(deps: Deps, ask: Ask, programme: Programme, expert: Expert | undefined) {
  const actor = await findActor(deps.db, ask.reader);
  return listReportableServices(deps.db, ask.teamId, today(programme, ask.now), { expertId: expert?.id, actor });
}

async function leadFor(
  deps: Deps,
  { teamId, userId, locale }: Ask,
  programme: Programme,
  { demand, report }: Subject,
  onBehalf: boolean,
): Promise<string[]> {
  const behalf = onBehalf ? [say(locale, 'for_others')] : [];
  if (report) return [say(locale, 'form_mend', { number: report.number, reason: report.reason ?? '' }), ...behalf];
  const mine = demand
    ? await listReportsOf(deps.db, teamId, programme.year, { userId, expertId: undefined })
    : [];
  const again = mine.find(({ demandId }) => demandId === demand?.id);
  const hint = again
    ? say(locale, 'form_again', { number: again.number, state: stateLabel(again, locale) })
    : say(locale, 'form_lead');
  return [hint, ...behalf];
}


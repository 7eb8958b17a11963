import { actOnce, recordAct } from '../db/audit.ts';
import { isCoordinator, type Part } from '../directory/permissions.ts';
import { explainRefusal } from '../directory/refuse.ts';
import { findExpertByUser, listExperts } from '../directory/repository.ts';
import type { Locale } from '../i18n/locale.ts';
import { METRICS, metricsOfLine } from '../programme/catalogue.ts';
import { type Programme, today } from '../programme/programme.ts';
import { findProgramme } from '../programme/repository.ts';
import type { Deps, Submission } from '../slack/ask.ts';
import { type Message, message, section } from '../slack/blocks.ts';
import { findDraft, saveDraft, useDraft } from '../slack/drafts.ts';
import type { Typed } from '../slack/form.ts';
import { say as sayShared } from '../slack/say.ts';
import type { Answer } from '../slack/submit.ts';
import { check } from '../slack/view.ts';
import { showTime, stateLabel } from './blocks.ts';
import type { ReportFormState } from './form-fields.ts';
import { DRAFT_KIND, fillView, stateOf, withoutConfirm } from './form-state.ts';
import { findReport, findSimilarReport } from './listings.ts';
import { type Doubt, doubtsOf, ownerDistrict, type Report, type ReportContent } from './report.ts';
import { contentOf, NO_DEMAND, type Owner, reportSchema, typedOf } from './report-form.ts';
import { holdDemand, insertReport, reviseReport } from './repository.ts';
import { askToFile, explainClosed, findChosen, type Subject } from './subject.ts';
import { showReport, tellOfReport } from './tell.ts';
import { buildFirstStep, buildSecondStep } from './views.ts';
import { say } from './words.ts';

/** A submitted step: kept as draft, checked, looked at twice where it is doubtful; the second one files the report. */
export async function submitReport(deps: Deps, ask: Submission): Promise<Answer> {
  const { teamId, locale, now } = ask;
  const programme = await findProgramme(deps.db, teamId);
  if (!programme) return { close: true };
  const state = stateOf(ask.metadata);
  const typed = await keepTyped(deps, ask, state);
  if (!typed) return { notice: message(section(say(locale, 'already_filed'))) };
  const admitted = await admit(deps, ask, typed, state);
  if ('errors' in admitted) return admitted;

  const shown = state.step === '1' ? withoutUnshownFigures(typed, ask.typed) : typed;
  const checked = check(reportSchema(locale, { year: programme.year, today: today(programme, now) }), shown);
  if (!checked.ok) return { errors: checked.errors };
  const content = contentOf(
    checked.value,
    metricsOfLine(checked.value.action_line),
    ownerOf(admitted.subject),
  );
  if (!(await areVerified(deps, teamId, content.expertIds)))
    return { errors: { experts: say(locale, 'expert_unknown') } };
  return goOn(deps, ask, { programme, ...admitted, content, state, typed });
}

/** The draft with this step over it, over the report that is mended; undefined when the draft has been filed. */
async function keepTyped(deps: Deps, ask: Submission, state: ReportFormState): Promise<Typed | undefined> {
  const { teamId, userId, now } = ask;
  const key = { teamId, userId, draftId: state.draftId };
  const typed = withoutConfirm(ask.typed);
  await saveDraft(deps.db, key, { kind: DRAFT_KIND, objectId: objectIdOf(state, typed), typed, now });
  const draft = await findDraft(deps.db, key);
  if (!draft || draft.used_at) return undefined;
  const before = state.reportId ? await findReport(deps.db, teamId, state.reportId) : undefined;
  return { ...(before ? typedOf(before) : {}), ...draft.typed, ...typed };
}

interface Filing {
  programme: Programme;
  subject: Subject;
  part: Part;
  content: ReportContent;
  state: ReportFormState;
  typed: Typed;
}

/** What follows a step without mistakes: a second look, step two, or the report is filed. */
async function goOn(deps: Deps, ask: Submission, filing: Filing): Promise<Answer> {
  const { programme, subject, content, state, typed } = filing;
  const { actionLine } = content;
  const similar = await findSimilarReport(deps.db, ask.teamId, content, state.reportId);
  const looked = lookTwice(state, ask.typed, doubtsOf(content, similar));
  if (looked.unticked) return { errors: { confirm: say(ask.locale, 'confirm_needed') } };
  const isDoubtful = looked.doubts.length > 0;
  if (!isDoubtful && state.step === '2') return { notice: await file(deps, ask, filing) };

  const next = isDoubtful ? looked.state : { ...looked.state, step: '2' as const };
  const filled = await fillView(deps, ask, programme, { state: next, typed, subject, lead: [] });
  const view = { ...filled, doubts: looked.doubts };
  if (next.step === '1') return { view: buildFirstStep(view) };
  return { view: buildSecondStep(view, actionLine, showTime(content, { locale: ask.locale, programme })) };
}

function ownerOf({ demand, report }: Subject): Owner {
  return { demandId: demand?.id, district: demand?.district ?? (report && ownerDistrict(report)) };
}

/** Keeps the report, new or mended, and asks the host or the coordinator: one transaction. */
async function file(
  deps: Deps,
  ask: Submission,
  { programme, subject, part, content, state: { draftId } }: Filing,
): Promise<Message> {
  const { teamId, userId, locale, now, cause } = ask;
  const { demand, report: before } = subject;
  const onBehalf = isCoordinator(part);
  const experts = await listExperts(deps.db, teamId, content.expertIds);
  // What a coordinator records is the expert's report, where the expert can be told of it.
  const author = (onBehalf ? experts.find((one) => one.userId)?.userId : undefined) ?? userId;

  const outcome = await actOnce(deps.db, async (trx) => {
    if (demand && !(await holdDemand(trx, teamId, demand.id))) return 'closed' as const;
    if (!(await useDraft(trx, { teamId, userId, draftId }, now))) return 'spent' as const;
    if (before && !(await reviseReport(trx, { teamId, before, content, now }))) return 'decided' as const;
    const recordedBy = onBehalf ? userId : undefined;
    const filed =
      before ?? (await insertReport(trx, { teamId, year: programme.year, author, recordedBy, content, now }));
    const auditId = await recordAct(trx, {
      ...{ teamId, act: before ? 'revise_report' : 'file_report', actor: userId, objectKind: 'report' },
      ...{ objectId: filed.id, now, cause, ...(onBehalf ? { onBehalfOf: 'expert' } : {}) },
      details: { version: before ? before.version + 1 : 1 },
    });
    const report = await findReport(trx, teamId, filed.id);
    if (!report) throw new Error('a report that was just kept is gone');
    await showReport(trx, teamId, report, demand);
    if (onBehalf) await tellOfReport(trx, { teamId, report, auditId, actor: userId, to: [report.author] });
    return report;
  });
  if (outcome === 'closed') return message(section(say(locale, 'demand_cancelled')));
  if (outcome === 'spent' || outcome === 'repeated') return message(section(say(locale, 'already_filed')));
  if (outcome === 'decided')
    return buildNotMendable(locale, await findReport(deps.db, teamId, before?.id ?? ''));
  return message(
    section(say(locale, 'filed', { number: outcome.number })),
    section(say(locale, outcome.hasHost ? 'filed_host' : 'filed_coordinator')),
  );
}

type Admitted = { subject: Subject; part: Part } | { errors: Record<string, string> };

/** Is there such a need, does it take reports, and may this person file one? */
async function admit(deps: Deps, ask: Submission, typed: Typed, state: ReportFormState): Promise<Admitted> {
  const { teamId, userId, locale } = ask;
  const subject = await findChosen(deps, teamId, typed, state.reportId);
  const { demand, report } = subject;
  if (state.reportId && !report) return { errors: { demand: sayShared(locale, 'not_found') } };
  if (!typed.demand) return { errors: { demand: say(locale, 'required') } };
  if (!demand && !report && typed.demand !== NO_DEMAND)
    return { errors: { demand: say(locale, 'demand_unknown') } };
  const closed = demand && explainClosed(demand, locale);
  if (closed) return { errors: { demand: closed } };
  const expert = await findExpertByUser(deps.db, teamId, userId);
  const districts = Array.isArray(typed.districts) ? typed.districts : [];
  const { part } = await askToFile(deps, ask, subject, expert, districts);
  if (part) return { subject, part };
  return { errors: { [demand ? 'demand' : 'districts']: explainRefusal('file_report', locale) } };
}

/** The doubts still to be confirmed, and the window's state once those ticked are. */
function lookTwice(state: ReportFormState, { confirm }: Typed, all: readonly Doubt[]) {
  const ticked = Array.isArray(confirm) && confirm.includes('yes');
  const confirmed = [...keysIn(state.confirmed), ...(ticked ? keysIn(state.asked) : [])];
  const doubts = all.filter(({ key }) => !confirmed.includes(key));
  const before = keysIn(state.asked);
  return {
    doubts,
    /** The same doubts as before, and the box is still empty. */
    unticked: doubts.length > 0 && doubts.every(({ key }) => before.includes(key)),
    state: { ...state, confirmed: confirmed.join(' '), asked: doubts.map(({ key }) => key).join(' ') },
  };
}

function keysIn(text: string): string[] {
  return text.split(' ').filter(Boolean);
}

/** A mistake in a figure of step two is told there, not on the way to it. */
function withoutUnshownFigures(typed: Typed, written: Typed): Typed {
  const unshown = METRICS.map(({ key }) => key).filter((key) => !(key in written));
  return { ...typed, ...Object.fromEntries(unshown.map((key) => [key, null])) };
}

async function areVerified(deps: Deps, teamId: string, ids: readonly string[]): Promise<boolean> {
  const experts = await listExperts(deps.db, teamId, ids);
  return experts.length === ids.length && experts.every(({ state }) => state === 'verified');
}

function objectIdOf({ reportId }: ReportFormState, { demand }: Typed): string | null {
  if (reportId) return `report:${reportId}`;
  return typeof demand === 'string' && demand !== NO_DEMAND ? demand : null;
}

function buildNotMendable(locale: Locale, report: Report | undefined): Message {
  if (!report) return message(section(sayShared(locale, 'not_found')));
  return message(section(say(locale, 'not_yours_to_mend', { state: stateLabel(report, locale) })));
}

import { actOnce } from '../db/audit.ts';
import { findActedFor } from '../directory/acting-sql.ts';
import { isAssistant } from '../directory/acts-for.ts';
import { listThatStay } from '../directory/merged.ts';
import { explainRefusal } from '../directory/refuse.ts';
import { listExperts } from '../directory/repository.ts';
import { say as sayAssistants } from '../directory/words-assistants.ts';
import { type Catalogue, type Metric, metricsOfLine, unaskedFigures } from '../programme/catalogue.ts';
import { today } from '../programme/programme.ts';
import { message, section } from '../slack/blocks.ts';
import { saveDraft } from '../slack/drafts.ts';
import type { Typed } from '../slack/form.ts';
import type { Deps, Submission } from '../slack/interaction.ts';
import { say as sayShared } from '../slack/say.ts';
import type { Answer } from '../slack/submit.ts';
import { check } from '../slack/view.ts';
import { admitAmendment, submitAmendment } from './amend-report.ts';
import { completeAttachments, joinAttachments } from './attachments.ts';
import { showTime } from './blocks.ts';
import { refuseFields, sayOnlyFigures } from './correct-closed.ts';
import { type Doubt, doubtsOf } from './doubts.ts';
import type { ReportFormState } from './form-fields.ts';
import { DRAFT_KIND, draftObjectOf, fillView, findTyped, stateOf, withoutConfirm } from './form-state.ts';
import { type Filing, file } from './keep-report.ts';
import { findSimilarReport } from './listings.ts';
import { ownerDistrict } from './report.ts';
import { contentOf, NO_DEMAND, type Owner, reportSchema } from './report-form.ts';
import { findReportYear, tellYearMissing } from './report-year.ts';
import { areTheirs, askToFile, explainClosed, findChosen, type Subject } from './subject.ts';
import { buildFirstStep, buildSecondStep } from './views.ts';
import { say } from './words.ts';
import { sayYearFault } from './year-fault.ts';

/** A submitted step: kept as draft, checked, looked at twice where it is doubtful; the second one files the report. */
export async function submitReport(deps: Deps, ask: Submission): Promise<Answer> {
  const { teamId, locale, now } = ask;
  const state = stateOf(ask.metadata);
  const amending = state.amends ? await admitAmendment(deps, ask, state) : undefined;
  if (amending && 'notice' in amending) return amending;
  const typed = await keepTyped(deps, ask, state);
  if (!typed) return { notice: message(section(say(locale, 'already_filed'))) };
  const admitted = amending ?? (await admit(deps, ask, typed, state));
  if ('errors' in admitted) return admitted;

  const counted = await findReportYear(deps.db, ask, typed, admitted.subject.report);
  if (!counted) return { close: true };
  const { programme, fault } = counted;
  const { catalogue } = programme;
  const shown = state.step === '1' ? withoutUnshown(typed, ask.typed, catalogue.metrics) : typed;
  const { report } = admitted.subject;
  // A closed year takes corrections alone, which keep their report where it is.
  const isCorrection = state.amends !== '' && programme.state === 'closed';
  const yearRefused = isCorrection
    ? fault === 'moved_year' && sayOnlyFigures(programme, locale)
    : fault && sayYearFault(fault, typed, report, locale);
  const checked = check(
    reportSchema(locale, { yearRefused: yearRefused || undefined, catalogue, today: today(programme, now) }),
    shown,
  );
  if (!checked.ok) {
    const isHeldUp = fault === 'year_not_open' && checked.errors.service_end === yearRefused;
    if (isHeldUp) await actOnce(deps.db, (trx) => tellYearMissing(trx, teamId));
    return { errors: checked.errors };
  }
  const content = contentOf(
    checked.value,
    metricsOfLine(catalogue, checked.value.action_line),
    ownerOf(admitted.subject, catalogue),
  );
  const standing = report?.expertIds ?? [];
  const joining = content.expertIds.filter((id) => !standing.includes(id));
  if (!(await areVerified(deps, teamId, joining)))
    return { errors: { experts: say(locale, 'expert_unknown') } };
  const { as } = admitted.standing;
  const isHosts = as === 'host' || (as === 'author' && report?.filedByHost === true);
  if ((isHosts || as === 'system') && !(await areTheirs(deps, teamId, admitted.subject, content.expertIds)))
    return { errors: { experts: say(locale, 'expert_not_here') } };
  if (as === 'assistant' && !(await isForTheirs(deps, ask, content.expertIds)))
    return { errors: { experts: sayAssistants(locale, 'report_for_yours') } };
  return goOn(deps, ask, { programme, ...admitted, content, state, typed });
}

/** The draft with this step over it, over the report that is mended; undefined when the draft has been filed. */
async function keepTyped(deps: Deps, ask: Submission, state: ReportFormState): Promise<Typed | undefined> {
  const { teamId, userId, now } = ask;
  const key = { teamId, userId, draftId: state.draftId };
  const earlier = await findTyped(deps, ask, state);
  const typed = await completeAttachments(deps.granted, joinAttachments(withoutConfirm(ask.typed), earlier));
  const objectId = draftObjectOf(state, typed);
  const isOpen = await saveDraft(deps.db, key, { kind: DRAFT_KIND, objectId, typed, now });
  if (!isOpen) return undefined;
  const all = { ...earlier, ...typed };
  return Array.isArray(all.experts)
    ? { ...all, experts: await listThatStay(deps.db, teamId, all.experts) }
    : all;
}

/** What follows a step without mistakes: a second look, step two, or the report is filed. */
async function goOn(deps: Deps, ask: Submission, filing: Filing): Promise<Answer> {
  const { programme, subject, content, state, typed } = filing;
  const { actionLine } = content;
  const refused = state.amends ? refuseFields(filing, ask.typed, ask.locale) : undefined;
  if (refused) return { errors: refused };
  const similar = await findSimilarReport(deps.db, ask.teamId, content, state.reportId);
  const looked = lookTwice(state, ask.typed, doubtsOf(content, similar));
  if (looked.unticked) return { errors: { confirm: say(ask.locale, 'confirm_needed') } };
  const isDoubtful = looked.doubts.length > 0;
  if (!isDoubtful && state.step === '2')
    return state.amends ? submitAmendment(deps, ask, filing) : { notice: await file(deps, ask, filing) };

  const next = isDoubtful ? looked.state : { ...looked.state, step: '2' as const };
  const filled = await fillView(deps, ask, programme, { state: next, typed, subject, lead: [] });
  const view = { ...filled, doubts: looked.doubts };
  if (next.step === '1') return { view: buildFirstStep(view) };
  return { view: buildSecondStep(view, actionLine, showTime(content, { locale: ask.locale, programme })) };
}

function ownerOf({ demand, report }: Subject, catalogue: Catalogue): Owner {
  const district = demand?.district ?? (report && ownerDistrict(report));
  return { demandId: demand?.id, district, unasked: unaskedFigures(catalogue, report?.metrics ?? {}) };
}

type Admitted = Pick<Filing, 'subject' | 'standing'> | { errors: Record<string, string> };

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
  const named = await findActedFor(deps.db, teamId, userId);
  const districts = Array.isArray(typed.districts) ? typed.districts : [];
  const leave = await askToFile(deps, ask, subject, named, districts);
  if (!leave.refusal) return { subject, standing: leave };
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

/** A mistake in what only step two asks for is told there, not on the way to it. */
function withoutUnshown(typed: Typed, written: Typed, metrics: readonly Metric[]): Typed {
  const unshown = [...metrics.map(({ key }) => key), 'attachments'].filter((key) => !(key in written));
  return { ...typed, ...Object.fromEntries(unshown.map((key) => [key, null])) };
}

/** An assistant files in the name of an expert whom they assist. */
async function isForTheirs(
  { db }: Deps,
  { teamId, userId }: Submission,
  ids: readonly string[],
): Promise<boolean> {
  const experts = await listExperts(db, teamId, ids);
  return experts.some((one) => isAssistant(userId, one));
}

async function areVerified(deps: Deps, teamId: string, ids: readonly string[]): Promise<boolean> {
  const experts = await listExperts(deps.db, teamId, ids);
  return experts.length === ids.length && experts.every(({ state }) => state === 'verified');
}

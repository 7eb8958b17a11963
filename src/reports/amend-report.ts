import { reasonSchema } from '../claims/consent.ts';
import { actOnce, type How, hasActed } from '../db/audit.ts';
import type { Trx } from '../db/open.ts';
import { isCoordinator } from '../directory/own.ts';
import { type Message, message, section } from '../slack/blocks.ts';
import { findUnfinished, newDraftId, useDraft } from '../slack/drafts.ts';
import type { Ask, Deps, Submission } from '../slack/interaction.ts';
import type { Answer } from '../slack/submit.ts';
import { check } from '../slack/view.ts';
import { findAmendable, submitCorrections } from './correct-closed.ts';
import { explainReport } from './explain-report.ts';
import type { ReportFormState } from './form-fields.ts';
import { DRAFT_KIND, draftObjectOf, fillView, lineIn, typedOfAmendment } from './form-state.ts';
import { buildNotMendable, type Filing } from './keep-report.ts';
import { findReport } from './listings.ts';
import { recordAmendment } from './record-amendment.ts';
import type { Report, ReportContent } from './report.ts';
import { holdForReport } from './repository.ts';
import { askToAmend, findChosen } from './subject.ts';
import { amendReport, askAmendment, dropAmendment } from './versions.ts';
import { buildFirstStep } from './views.ts';
import { say } from './words.ts';

/**
 * `amend_report`: the report's form on an accepted report. After acceptance it is amended with history (decision 17):
 * a coordinator amends at once, with a reason; what its author changes is a request, which a coordinator accepts,
 * declines or opens and mends. Until then the report counts as it was accepted, so no figure drops out meanwhile.
 * In a closed year the bureau corrects its figures by number (decision 28).
 */
export async function openAmendment(deps: Deps, ask: Ask, reportId: string): Promise<void> {
  const { teamId, userId, locale } = ask;
  const found = await findReport(deps.db, teamId, reportId);
  if (!found) return ask.reply(await explainReport(deps, ask, found));
  const leave = await askToAmend(deps, ask, found);
  if (leave.refusal) return ask.reply(leave.refusal);
  if (found.state !== 'accepted') return ask.reply(await explainReport(deps, ask, found));
  const { number, year: own } = found;
  const amendable = await findAmendable(deps, ask, found, leave);
  if (amendable.refusal) return ask.reply(amendable.refusal);
  const { report, programme, amends } = amendable;

  const unfinished = await findUnfinished(deps.db, teamId, userId, DRAFT_KIND);
  const begun: ReportFormState = {
    draftId: newDraftId(),
    reportId: report.id,
    amends,
    step: '1',
    revision: '0',
    line: '',
    asked: '',
    confirmed: '',
  };
  const draft = unfinished?.object_id === draftObjectOf(begun, {}) ? unfinished : undefined;
  const typed = { ...typedOfAmendment(report), ...draft?.typed };
  const state = { ...begun, draftId: draft?.id ?? begun.draftId, line: lineIn(typed) };
  const open = isCoordinator(leave.as) ? 'amend_lead' : 'amend_lead_author';
  const lead = [say(locale, programme.state === 'closed' ? 'amend_lead_closed' : open, { number, own })];
  const subject = await findChosen(deps, teamId, typed, report.id);
  await ask.open(buildFirstStep(await fillView(deps, ask, programme, { state, typed, subject, lead })));
}

/** Asked anew for every step of the form: may this person amend the report, and is it as they saw it? */
export async function admitAmendment(
  deps: Deps,
  ask: Submission,
  { reportId, amends }: ReportFormState,
): Promise<Pick<Filing, 'subject' | 'standing'> | { notice: Message }> {
  const subject = await findChosen(deps, ask.teamId, {}, reportId);
  const { report: found } = subject;
  if (!found) return { notice: await explainReport(deps, ask, found) };
  const leave = await askToAmend(deps, ask, found);
  if (leave.refusal) return { notice: leave.refusal };
  const amendable = await findAmendable(deps, ask, found, { as: leave.as, seen: amends });
  if (amendable.refusal) return { notice: amendable.refusal };
  return { subject: { ...subject, report: amendable.report }, standing: leave };
}

/** The last step of an amendment: what a coordinator changes counts at once, what the author changes is asked for. */
export async function submitAmendment(deps: Deps, ask: Submission, filing: Filing): Promise<Answer> {
  const { teamId, userId, locale, now } = ask;
  const { subject, standing, content, state, typed } = filing;
  const checked = check(reasonSchema(locale), { reason: typed.reason ?? null });
  if (!checked.ok) return { errors: checked.errors };
  const { reason } = checked.value;
  if (filing.programme.state === 'closed') return submitCorrections(deps, ask, filing, reason);
  const before = subject.report;
  if (!before || String(before.version) !== state.amends) return { notice: buildNotMendable(locale, before) };
  const { as, onBehalfOf, how } = standing;
  const atOnce = isCoordinator(as);
  const outcome = await actOnce(deps.db, async (trx) => {
    if (await namesAbsent(trx, teamId, before, content)) return 'no_show' as const;
    if (!(await useDraft(trx, { teamId, userId, draftId: state.draftId }, now))) return 'spent' as const;
    const keep = atOnce ? amendReport : askAmendment;
    if (!(await keep(trx, { teamId, before, content, reason, now }))) return 'decided' as const;
    const act = atOnce ? 'amend_report' : 'ask_amendment';
    return recordAmendment(trx, ask, { act, before, reason, onBehalfOf, how });
  });
  if (outcome === 'spent' || outcome === 'repeated')
    return { notice: message(section(say(locale, 'already_filed'))) };
  if (outcome === 'no_show') return { notice: message(section(say(locale, 'said_absent'))) };
  if (outcome === 'decided')
    return { notice: buildNotMendable(locale, await findReport(deps.db, teamId, before.id)) };
  const { number } = before;
  return { notice: message(section(say(locale, atOnce ? 'amended' : 'amendment_asked', { number }))) };
}

interface AmendmentDecision {
  decision: 'accept_report' | 'return_report';
  reason: string;
  how: How | undefined;
}

/**
 * A coordinator accepts what the author asks for, or declines it with a reason; only what was read: another request
 * meanwhile makes it 'decided'.
 */
export async function decideAmendment(
  deps: Deps,
  ask: Ask,
  before: Report,
  { decision, reason: given, how }: AmendmentDecision,
): Promise<Message | 'decided' | undefined> {
  const { teamId, locale, now, cause } = ask;
  const { amendment, number } = before;
  if (!amendment) return 'decided';
  const accepts = decision === 'accept_report';
  const reason = accepts ? amendment.reason : given;
  const outcome = await actOnce(deps.db, async (trx) => {
    const { content } = amendment;
    if (accepts && (await namesAbsent(trx, teamId, before, content))) return 'no_show';
    const moved = accepts
      ? await amendReport(trx, { teamId, before, content, reason, now })
      : await dropAmendment(trx, { teamId, before });
    if (!moved) return (await hasActed(trx, teamId, cause)) ? 'repeated' : 'decided';
    const act = accepts ? 'amend_report' : 'return_amendment';
    return recordAmendment(trx, ask, { act, before, reason, onBehalfOf: undefined, how });
  });
  if (outcome === 'repeated') return undefined;
  if (outcome === 'no_show') return message(section(say(locale, 'said_absent')));
  if (outcome === 'decided') return 'decided';
  return message(section(say(locale, accepts ? 'amended' : 'amendment_returned', { number })));
}

/** Whoever was said not to have come is let into no report afterwards, either; nor said so while they are. */
async function namesAbsent(
  trx: Trx,
  teamId: string,
  { year, demandId }: Report,
  { expertIds }: ReportContent,
): Promise<boolean> {
  return (await holdForReport(trx, { teamId, year, demandId, expertIds })) === 'no_show';
}

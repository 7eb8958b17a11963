import { reasonSchema } from '../claims/consent.ts';
import { actOnce, hasActed } from '../db/audit.ts';
import type { Trx } from '../db/open.ts';
import { coordinatorsAround } from '../directory/around.ts';
import { isCoordinator } from '../directory/permissions.ts';
import { replySetUpFirst } from '../directory/set-up-first.ts';
import { recordInside } from '../outbox/act-sql.ts';
import { findProgrammeOf } from '../programme/repository.ts';
import { type Message, message, section } from '../slack/blocks.ts';
import { findUnfinished, newDraftId, useDraft } from '../slack/drafts.ts';
import type { Ask, Deps, Submission } from '../slack/interaction.ts';
import { say as sayShared } from '../slack/say.ts';
import type { Answer } from '../slack/submit.ts';
import { check } from '../slack/view.ts';
import { readReportAround } from './around-sql.ts';
import { buildStateSentence } from './blocks.ts';
import type { ReportFormState } from './form-fields.ts';
import { DRAFT_KIND, draftObjectOf, fillView, lineIn, typedOfAmendment } from './form-state.ts';
import { buildNotMendable, type Filing } from './keep-report.ts';
import { findReport } from './listings.ts';
import { ownerDistrict, type Report } from './report.ts';
import { findReportAct } from './report-acts.ts';
import { askToAmend, findChosen } from './subject.ts';
import { marksOf, newsOf, turnOf } from './tell.ts';
import { amendReport, askAmendment, dropAmendment } from './versions.ts';
import { buildFirstStep } from './views.ts';
import { say } from './words.ts';

/**
 * `amend_report`: the report's form on an accepted report. After acceptance it is amended with history (decision 17):
 * a coordinator amends at once, with a reason; what its author changes is a request, which a coordinator accepts,
 * declines or opens and mends. Until then the report counts as it was accepted, so no figure drops out meanwhile.
 */
export async function openAmendment(deps: Deps, ask: Ask, reportId: string): Promise<void> {
  const { teamId, userId, locale } = ask;
  const programme = await findProgrammeOf(deps.db, ask);
  if (!programme) return replySetUpFirst(ask);
  const report = await findReport(deps.db, teamId, reportId);
  if (!report) return ask.reply(message(section(sayShared(locale, 'not_found'))));
  const leave = await askToAmend(deps, ask, report);
  if (leave.refusal) return ask.reply(leave.refusal);
  const { number, year, version } = report;
  if (report.state !== 'accepted') {
    const act = await findReportAct(deps.db, teamId, report.id);
    return ask.reply(message(section(buildStateSentence(report, act, { locale, programme }))));
  }
  if (year !== programme.year)
    return ask.reply(message(section(say(locale, 'amend_other_year', { number, year }))));

  const unfinished = await findUnfinished(deps.db, teamId, userId, DRAFT_KIND);
  const begun: ReportFormState = {
    ...{ draftId: newDraftId(), reportId: report.id, amends: String(version), step: '1', revision: '0' },
    ...{ line: '', asked: '', confirmed: '' },
  };
  const draft = unfinished?.object_id === draftObjectOf(begun, {}) ? unfinished : undefined;
  const typed = { ...typedOfAmendment(report), ...draft?.typed };
  const state = { ...begun, draftId: draft?.id ?? begun.draftId, line: lineIn(typed) };
  const lead = [say(locale, isCoordinator(leave.as) ? 'amend_lead' : 'amend_lead_author', { number })];
  const subject = await findChosen(deps, teamId, typed, report.id);
  await ask.open(buildFirstStep(await fillView(deps, ask, programme, { state, typed, subject, lead })));
}

/** Asked anew for every step of the form: may this person amend the report? */
export async function admitAmendment(
  deps: Deps,
  ask: Submission,
  reportId: string,
): Promise<Pick<Filing, 'subject' | 'standing'> | { notice: Message }> {
  const subject = await findChosen(deps, ask.teamId, {}, reportId);
  if (!subject.report) return { notice: message(section(sayShared(ask.locale, 'not_found'))) };
  const leave = await askToAmend(deps, ask, subject.report);
  return leave.refusal ? { notice: leave.refusal } : { subject, standing: leave };
}

/** The last step of an amendment: what a coordinator changes counts at once, what the author changes is asked for. */
export async function submitAmendment(deps: Deps, ask: Submission, filing: Filing): Promise<Answer> {
  const { teamId, userId, locale, now } = ask;
  const { subject, standing, content, state, typed } = filing;
  const checked = check(reasonSchema(locale), { reason: typed.reason ?? null });
  if (!checked.ok) return { errors: checked.errors };
  const { reason } = checked.value;
  const before = subject.report;
  if (!before || String(before.version) !== state.amends) return { notice: buildNotMendable(locale, before) };
  const { as, onBehalfOf } = standing;
  const atOnce = isCoordinator(as);
  const outcome = await actOnce(deps.db, async (trx) => {
    if (!(await useDraft(trx, { teamId, userId, draftId: state.draftId }, now))) return 'spent' as const;
    const keep = atOnce ? amendReport : askAmendment;
    if (!(await keep(trx, { teamId, before, content, reason, now }))) return 'decided' as const;
    const act = atOnce ? 'amend_report' : 'ask_amendment';
    return tellAmendment(trx, ask, { act, before, reason, onBehalfOf });
  });
  if (outcome === 'spent' || outcome === 'repeated')
    return { notice: message(section(say(locale, 'already_filed'))) };
  if (outcome === 'decided')
    return { notice: buildNotMendable(locale, await findReport(deps.db, teamId, before.id)) };
  const { number } = before;
  return { notice: message(section(say(locale, atOnce ? 'amended' : 'amendment_asked', { number }))) };
}

/**
 * A coordinator accepts what the author asks for, or declines it with a reason; only what was read: another request
 * meanwhile makes it 'decided'.
 */
export async function decideAmendment(
  deps: Deps,
  ask: Ask,
  before: Report,
  decision: 'accept_report' | 'return_report',
  given: string,
): Promise<Message | 'decided' | undefined> {
  const { teamId, locale, now, cause } = ask;
  const { amendment, number } = before;
  if (!amendment) return 'decided';
  const accepts = decision === 'accept_report';
  const reason = accepts ? amendment.reason : given;
  const outcome = await actOnce(deps.db, async (trx) => {
    const { content } = amendment;
    const moved = accepts
      ? await amendReport(trx, { teamId, before, content, reason, now })
      : await dropAmendment(trx, { teamId, before });
    if (!moved) return (await hasActed(trx, teamId, cause)) ? 'repeated' : 'decided';
    const act = accepts ? 'amend_report' : 'return_amendment';
    return tellAmendment(trx, ask, { act, before, reason, onBehalfOf: undefined });
  });
  if (outcome === 'repeated') return undefined;
  if (outcome === 'decided') return 'decided';
  return message(section(say(locale, accepts ? 'amended' : 'amendment_returned', { number })));
}

interface Told {
  act: 'amend_report' | 'ask_amendment' | 'return_amendment';
  before: Report;
  reason: string;
  onBehalfOf: string | undefined;
}

/** Records it, shows it, and tells whom it concerns: of new figures also those named before and now, and coordinators. */
async function tellAmendment(trx: Trx, ask: Ask, { act, before, reason, onBehalfOf }: Told): Promise<'done'> {
  const { teamId, userId: actor, now, cause } = ask;
  const named = before.experts.map(({ userId }) => userId);
  const report = await findReport(trx, teamId, before.id);
  if (!report) throw new Error('a report that was just changed is gone');
  const around = await readReportAround(trx, ask, before.id, named);
  const experts = [...named, ...report.experts.map(({ userId }) => userId)];
  const coordinators = coordinatorsAround(around, { district: ownerDistrict(report) });
  const to = {
    amend_report: [report.author, report.recordedBy, ...experts, ...coordinators],
    // Coordinators read it in the message that asks them to decide.
    ask_amendment: [],
    return_amendment: [report.author],
  };
  const details = { reason, version: before.version };
  const object = { objectKind: 'report', objectId: before.id };
  await recordInside(
    trx,
    { teamId, act, actor, onBehalfOf, ...object, now, cause, details },
    {
      asked: turnOf(teamId, report, around),
      told: newsOf(teamId, report, around, { actor, to: to[act] }),
      ...marksOf(report, around),
    },
  );
  return 'done';
}

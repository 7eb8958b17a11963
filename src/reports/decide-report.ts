import { reasonSchema } from '../claims/consent.ts';
import { type How, hasActed } from '../db/audit.ts';
import { grantLeave } from '../directory/refuse.ts';
import { actorOf } from '../directory/roles.ts';
import { undoButton } from '../directory/undo-button.ts';
import { buildReasonForm } from '../directory/views.ts';
import type { Locale } from '../i18n/locale.ts';
import { actions, type Message, message, section } from '../slack/blocks.ts';
import { ACTIONS, VIEWS, type ViewId } from '../slack/ids.ts';
import type { Ask, Deps, Submission } from '../slack/interaction.ts';
import { say as sayShared } from '../slack/say.ts';
import type { Answer } from '../slack/submit.ts';
import { check } from '../slack/view.ts';
import { decideAmendment } from './amend-report.ts';
import { type ReportAround, readReportAround } from './around-sql.ts';
import { pressOn } from './buttons.ts';
import { explainReport } from './explain-report.ts';
import { findReport } from './listings.ts';
import { type Decision, isAcceptable, isDecidable, isOverridable, type Report } from './report.ts';
import { destinationOf, moveReport } from './repository.ts';
import { calledExperts, concernedBy, marksOf, newsOf, turnOf, whoseReport } from './tell.ts';
import { say } from './words.ts';

/** The decisions that need a written reason, and the window that asks for it. */
export const REASONED = {
  object_report: { callbackId: VIEWS.objectReport, words: 'object' },
  return_report: { callbackId: VIEWS.returnReport, words: 'return' },
  override_host: { callbackId: VIEWS.overrideHost, words: 'override' },
} as const satisfies Partial<Record<Decision, { callbackId: ViewId; words: string }>>;

export type Reasoned = keyof typeof REASONED;

/** So often a report may be mended between being read and being decided on. */
const ATTEMPTS = 5;

/** One step of a report, in one statement; of two at the same moment one wins and the other reads what happened. */
export async function decideReport(
  deps: Deps,
  ask: Ask,
  decision: Decision,
  reportId: string,
  reason = '',
): Promise<Message | undefined> {
  const found = await findForDecision(deps, ask, decision, reportId);
  const { onBehalfOf, how, refusal } = found;
  let { report, around } = found;
  if (!report || !around) return refusal;
  const { id } = report;
  if (report.amendment && (decision === 'accept_report' || decision === 'return_report')) {
    const answer = await decideAmendment(deps, ask, report, { decision, reason, how });
    return answer === 'decided' ? explainToday(deps, ask, id, decision) : answer;
  }
  for (let attempt = 1; report && attempt <= ATTEMPTS; attempt += 1) {
    const done = await decideNow(deps, ask, { report, around, onBehalfOf, how }, decision, reason);
    if (done === 'repeated') return undefined;
    if (typeof done === 'number') return buildDone(decision, report, done, ask.locale);
    if (done === 'decided') break;
    [report, around] = await readReport(deps, ask, id);
  }
  if (await hasActed(deps.db, ask.teamId, ask.cause)) return undefined;
  return explainToday(deps, ask, id, decision);
}

/** A report as it was read, and whose step the decision is. */
export interface Deciding {
  report: Report;
  around: ReportAround;
  onBehalfOf: string | undefined;
  how: How | undefined;
}

/** The act's id in the audit trail; 'moved' when somebody changed it since it was read. */
export async function decideNow(
  { db }: Pick<Deps, 'db'>,
  { teamId, userId: actor, now, cause }: Pick<Ask, 'teamId' | 'userId' | 'now' | 'cause'>,
  { report, around, onBehalfOf, how }: Deciding,
  decision: Decision,
  reason: string,
): Promise<number | 'decided' | 'repeated' | 'moved'> {
  const to = destinationOf(decision, report);
  if (!to) return 'decided';
  const after = { ...report, state: to };
  // The host's yes is only a step on the way; every other decision is news to the author, acceptance to all experts. Those
  // without an account, of whom the author wants to know more, hear of what came back as well.
  const returned = decision === 'return_report' ? calledExperts(report, around) : [];
  const experts = to === 'accepted' ? concernedBy(report, around).experts : returned;
  const told = decision === 'confirm_report' ? [] : [report.author, report.recordedBy, ...experts];
  const details = {
    ...(reason && { reason }),
    ...(decision === 'object_report' && { from: report.state, of: report.filedByHost ? 'expert' : 'host' }),
  };
  const object = { objectKind: 'report', objectId: report.id };
  const moved = await moveReport(
    db,
    report,
    { decision, to, reason },
    { teamId, act: decision, actor, onBehalfOf, ...object, now, cause, details, how },
    {
      asked: turnOf(teamId, after, handledBy(decision, actor, around)),
      told: newsOf(teamId, report, around, { actor, to: told }),
      ...marksOf(after, around),
    },
  );
  return moved ?? 'moved';
}

/** An objection can be taken back while nobody has acted on it. */
function buildDone(
  decision: Decision,
  { number, filedByHost }: Report,
  auditId: number,
  locale: Locale,
): Message {
  if (decision !== 'object_report') return message(section(say(locale, `done_${decision}`, { number })));
  const done = say(locale, filedByHost ? 'done_object_report_expert' : 'done_object_report', { number });
  return message(section(done), actions(undoButton(auditId, locale)));
}

/** Whoever confirms in the host's name is not who accepts. */
function handledBy(decision: Decision, actor: string, around: ReportAround): ReportAround {
  return decision === 'confirm_report' ? { ...around, handled: [actor] } : around;
}

/** Opens the window that asks for the reason; on an old message it says instead where the report stands. */
export async function openReason(
  deps: Deps,
  ask: Ask,
  decision: Reasoned,
  reportId: string,
): Promise<Message | undefined> {
  const { report, refusal } = await findForDecision(deps, ask, decision, reportId);
  if (!report) return refusal;
  if (!isDecidable(report, decision)) return explainToday(deps, ask, report.id, decision);
  const { locale } = ask;
  const { callbackId } = REASONED[decision];
  const isOverObjection = decision === 'override_host' && report.filedByHost;
  const words = isOverObjection ? 'overrule' : REASONED[decision].words;
  await ask.open(
    buildReasonForm(
      locale,
      {
        callbackId,
        title: say(locale, `${words}_title`),
        label: say(locale, `${words}_reason`),
        hint: say(locale, `${words}_hint`),
        submit: sayShared(locale, 'submit'),
      },
      { reportId: report.id },
    ),
  );
  return undefined;
}

/** The reason was given: the decision is taken with it. */
export async function submitReason(deps: Deps, ask: Submission, decision: Reasoned): Promise<Answer> {
  const checked = check(reasonSchema(ask.locale), ask.typed);
  if (!checked.ok) return { errors: checked.errors };
  const answer = await decideReport(deps, ask, decision, ask.metadata.reportId ?? '', checked.value.reason);
  return answer ? { notice: answer } : { close: true };
}

async function readReport({ db }: Deps, ask: Ask, reportId: string) {
  return Promise.all([findReport(db, ask.teamId, reportId), readReportAround(db, ask, reportId)]);
}

async function findForDecision(deps: Deps, ask: Ask, decision: Decision, reportId: string) {
  const [report, around] = await readReport(deps, ask, reportId);
  if (!report) return { refusal: message(section(sayShared(ask.locale, 'not_found'))) };
  const whose = whoseReport(report, around);
  const object = { kind: 'report', id: report.id };
  const actor = actorOf(ask.reader, around.roles);
  const leave = await grantLeave(deps, ask, actor, { act: decision, whose, object, year: report.year });
  if (leave.refusal) return { refusal: leave.refusal };
  return { report, around, onBehalfOf: leave.onBehalfOf, how: leave.how };
}

/** Where the report stands today; with the other way of accepting it, when only the way was wrong. */
async function explainToday(deps: Deps, ask: Ask, reportId: string, decision: Decision): Promise<Message> {
  const { teamId, locale } = ask;
  const report = await findReport(deps.db, teamId, reportId);
  if (report && decision === 'accept_report' && isOverridable(report)) {
    const override = pressOn(report, ACTIONS.overrideHost, say(locale, 'override_host'));
    const why = report.filedByHost ? 'needs_reason_objected' : 'needs_reason';
    return message(section(say(locale, why)), actions(override));
  }
  if (report && decision === 'override_host' && isAcceptable(report)) {
    const accept = pressOn(report, ACTIONS.acceptReport, say(locale, 'accept_report'));
    return message(section(say(locale, 'needs_no_reason')), actions(accept));
  }
  return explainReport(deps, ask, report);
}

import { reasonSchema } from '../claims/consent.ts';
import { actOnce, hasActed, recordAct } from '../db/audit.ts';
import type { Trx } from '../db/open.ts';
import { findDemand, listHostUsers } from '../demands/repository.ts';
import { askLeave } from '../directory/refuse.ts';
import { buildReasonForm } from '../directory/views.ts';
import { findProgrammeOf } from '../programme/repository.ts';
import { actions, type Message, message, section } from '../slack/blocks.ts';
import { ACTIONS, VIEWS, type ViewId } from '../slack/ids.ts';
import type { Ask, Deps, Submission } from '../slack/interaction.ts';
import { say as sayShared } from '../slack/say.ts';
import type { Answer } from '../slack/submit.ts';
import { check } from '../slack/view.ts';
import { decideAmendment } from './amend-report.ts';
import { buildStateSentence } from './blocks.ts';
import { pressOn } from './buttons.ts';
import { findReport } from './listings.ts';
import { type Decision, isAcceptable, isDecidable, isOverridable, ownerDistrict } from './report.ts';
import { findReportAct } from './report-acts.ts';
import {
  acceptReport,
  confirmReport,
  objectReport,
  overrideHost,
  type ReportStep,
  returnReport,
} from './repository.ts';
import { showReport, tellOfReport } from './tell.ts';
import { say } from './words.ts';

type Move = (
  trx: Trx,
  step: ReportStep & { reason: string; demandId: string | undefined },
) => Promise<boolean>;

const MOVES: Record<Decision, Move> = {
  confirm_report: confirmReport,
  object_report: objectReport,
  accept_report: acceptReport,
  return_report: returnReport,
  override_host: overrideHost,
};

/** The decisions that need a written reason, and the window that asks for it. */
export const REASONED = {
  object_report: { callbackId: VIEWS.objectReport, words: 'object' },
  return_report: { callbackId: VIEWS.returnReport, words: 'return' },
  override_host: { callbackId: VIEWS.overrideHost, words: 'override' },
} as const satisfies Partial<Record<Decision, { callbackId: ViewId; words: string }>>;

export type Reasoned = keyof typeof REASONED;

/** One step of a report, in one transaction; of two at the same moment one wins and the other reads what happened. */
export async function decideReport(
  deps: Deps,
  ask: Ask,
  decision: Decision,
  reportId: string,
  reason = '',
): Promise<Message | undefined> {
  const { teamId, userId, locale, now, cause } = ask;
  const { report, demand, onBehalfOf, refusal } = await findForDecision(deps, ask, decision, reportId);
  if (!report) return refusal;
  if (report.amendment && (decision === 'accept_report' || decision === 'return_report')) {
    const answer = await decideAmendment(deps, ask, { report, demand }, decision, reason);
    return answer === 'decided' ? explainToday(deps, ask, report.id, decision) : answer;
  }
  const { id, demandId } = report;

  const outcome = await actOnce(deps.db, async (trx) => {
    if (!(await MOVES[decision](trx, { teamId, id, by: userId, now, reason, demandId })))
      return (await hasActed(trx, teamId, cause)) ? 'repeated' : 'decided';
    const auditId = await recordAct(trx, {
      ...{ teamId, act: decision, actor: userId, objectKind: 'report', objectId: id, now, cause },
      ...(onBehalfOf ? { onBehalfOf } : {}),
      ...(reason ? { details: { reason } } : {}),
    });
    const today = await findReport(trx, teamId, id);
    if (!today) throw new Error('a report that was just decided is gone');
    await showReport(trx, teamId, today, demand);
    // The host's yes is only a step on the way; every other decision is news to the author, acceptance to all experts.
    const experts = today.state === 'accepted' ? today.experts.map(({ userId: expert }) => expert) : [];
    const to = decision === 'confirm_report' ? [] : [today.author, today.recordedBy, ...experts];
    await tellOfReport(trx, { teamId, report: today, auditId, actor: userId, to });
    return 'done' as const;
  });
  if (outcome === 'repeated') return undefined;
  if (outcome === 'decided') return explainToday(deps, ask, id, decision);
  return message(section(say(locale, `done_${decision}`, { number: report.number })));
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
  const { callbackId, words } = REASONED[decision];
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

async function findForDecision(deps: Deps, ask: Ask, decision: Decision, reportId: string) {
  const { teamId, locale } = ask;
  const report = await findReport(deps.db, teamId, reportId);
  if (!report) return { refusal: message(section(sayShared(locale, 'not_found'))) };
  const demand = report.demandId ? await findDemand(deps.db, teamId, report.demandId) : undefined;
  const hostUsers = demand ? await listHostUsers(deps.db, teamId, demand) : [];
  const whose = { hostUsers, district: ownerDistrict(report) };
  const leave = await askLeave(deps, ask, decision, whose, { kind: 'report', id: report.id });
  return leave.refusal ? { refusal: leave.refusal } : { report, demand, onBehalfOf: leave.onBehalfOf };
}

/** Where the report stands today; with the other way of accepting it, when only the way was wrong. */
async function explainToday(deps: Deps, ask: Ask, reportId: string, decision: Decision): Promise<Message> {
  const { teamId, locale } = ask;
  const [programme, report, act] = await Promise.all([
    findProgrammeOf(deps.db, ask),
    findReport(deps.db, teamId, reportId),
    findReportAct(deps.db, teamId, reportId),
  ]);
  if (!programme || !report) return message(section(sayShared(locale, 'not_found')));
  if (decision === 'accept_report' && isOverridable(report)) {
    const override = pressOn(report, ACTIONS.overrideHost, say(locale, 'override_host'));
    return message(section(say(locale, 'needs_reason')), actions(override));
  }
  if (decision === 'override_host' && isAcceptable(report)) {
    const accept = pressOn(report, ACTIONS.acceptReport, say(locale, 'accept_report'));
    return message(section(say(locale, 'needs_no_reason')), actions(accept));
  }
  return message(section(buildStateSentence(report, act, { locale, programme })));
}

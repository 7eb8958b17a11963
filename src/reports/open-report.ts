import { findExpertByUser } from '../directory/repository.ts';
import { replySetUpFirst } from '../directory/set-up-first.ts';
import { type Programme, today } from '../programme/programme.ts';
import { findProgrammeOf } from '../programme/repository.ts';
import { message, section } from '../slack/blocks.ts';
import { findUnfinished, newDraftId } from '../slack/drafts.ts';
import type { Ask, Deps } from '../slack/interaction.ts';
import { say as sayShared } from '../slack/say.ts';
import { buildStateSentence, stateLabel } from './blocks.ts';
import { hasVerifiedExpert, listConfirmedExperts } from './experts.ts';
import type { ReportFormState } from './form-fields.ts';
import { DRAFT_KIND, fillView, lineIn, typedAtFirst } from './form-state.ts';
import { listReportsOf } from './listings.ts';
import { isOpenForRevision } from './report.ts';
import { findReportAct } from './report-acts.ts';
import { askToFile, explainClosed, findSubject, type Subject } from './subject.ts';
import { buildFirstStep } from './views.ts';
import { say } from './words.ts';

/**
 * `file_report`: opens the form on a need (its id), on a report to be mended (`report:` and its id), or, for
 * `NEW_REPORT`, on the service that has waited longest for a report.
 */
export async function openReport(deps: Deps, ask: Ask, target: string): Promise<void> {
  const { teamId, userId, locale, now } = ask;
  const programme = await findProgrammeOf(deps.db, ask);
  if (!programme) return replySetUpFirst(ask);
  const expert = await findExpertByUser(deps.db, teamId, userId);
  const subject = await findSubject(deps, ask, programme, target, expert);
  if (!subject) return ask.reply(message(section(sayShared(locale, 'not_found'))));
  const { demand, report } = subject;
  const leave = await askToFile(deps, ask, subject, expert);
  if (leave.refusal) {
    const { refusal } = leave;
    const next = expert?.state !== 'verified' && say(locale, expert ? 'not_verified' : 'not_registered');
    return ask.reply(message(refusal.blocks, next ? section(next) : []));
  }
  const closed = demand && explainClosed(demand, locale);
  if (closed) return ask.reply(message(section(closed)));
  if (report && !isOpenForRevision(report)) {
    const act = await findReportAct(deps.db, teamId, report.id);
    return ask.reply(message(section(buildStateSentence(report, act, { locale, programme }))));
  }
  if (!(await hasVerifiedExpert(deps.db, teamId)))
    return ask.reply(message(section(say(locale, 'no_experts'))));
  const experts = demand ? await listConfirmedExperts(deps.db, teamId, demand.id) : [];

  const objectId = report ? `report:${report.id}` : (demand?.id ?? null);
  const unfinished = await findUnfinished(deps.db, teamId, userId, DRAFT_KIND);
  const draft = unfinished?.object_id === objectId ? unfinished : undefined;
  const frame = { catalogue: programme.catalogue, day: today(programme, now) };
  const typed = { ...typedAtFirst(subject, experts, expert, frame), ...draft?.typed };
  const state: ReportFormState = {
    ...{
      draftId: draft?.id ?? newDraftId(),
      reportId: report?.id ?? '',
      amends: '',
      step: '1',
      revision: '0',
    },
    ...{ line: lineIn(typed), asked: '', confirmed: '' },
  };
  const lead = await leadFor(deps, ask, programme, subject, leave.onBehalfOf !== undefined);
  await ask.open(buildFirstStep(await fillView(deps, ask, programme, { state, typed, subject, lead })));
}

async function leadFor(
  deps: Deps,
  { teamId, userId, locale }: Ask,
  programme: Programme,
  { demand, report }: Subject,
  onBehalf: boolean,
): Promise<string[]> {
  const behalf = onBehalf ? [say(locale, 'for_others')] : [];
  if (report)
    return [say(locale, 'form_mend', { number: report.number, reason: report.reason ?? '' }), ...behalf];
  const mine = demand
    ? await listReportsOf(deps.db, teamId, programme.year, { userId, expertId: undefined })
    : [];
  const again = mine.find(({ demandId }) => demandId === demand?.id);
  const hint = again
    ? say(locale, 'form_again', { number: again.number, state: stateLabel(again, locale) })
    : say(locale, 'form_lead');
  return [hint, ...behalf];
}

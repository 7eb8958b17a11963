import { findActedFor } from '../directory/acting-sql.ts';
import { replySetUpFirst } from '../directory/set-up-first.ts';
import { say as sayAssistants } from '../directory/words-assistants.ts';
import { type Programme, today } from '../programme/programme.ts';
import { findProgrammeOf } from '../programme/repository.ts';
import { message, section } from '../slack/blocks.ts';
import { findUnfinished, newDraftId } from '../slack/drafts.ts';
import type { Ask, Deps } from '../slack/interaction.ts';
import { say as sayShared } from '../slack/say.ts';
import { stateLabel } from './blocks.ts';
import { hasVerifiedExpert } from './experts.ts';
import { explainReport } from './explain-report.ts';
import type { ReportFormState } from './form-fields.ts';
import { DRAFT_KIND, fillView, lineIn, typedAtFirst } from './form-state.ts';
import { listReportsOf } from './listings.ts';
import { isCorrectable, isOpenForRevision, NEW_REPORT } from './report.ts';
import { findReportYear } from './report-year.ts';
import { askToFile, explainClosed, findSubject, listProposed, type Subject } from './subject.ts';
import { buildFirstStep } from './views.ts';
import { say } from './words.ts';

const NOTHING_YET: Subject = { demand: undefined, report: undefined };

/**
 * `file_report`: opens the form on a need (its id), on a report to be mended (`report:` and its id), or, for
 * `NEW_REPORT`, on what was begun without a need, else on the service that has waited longest for a report.
 */
export async function openReport(deps: Deps, ask: Ask, target: string): Promise<void> {
  const { teamId, userId, locale, now } = ask;
  const current = await findProgrammeOf(deps.db, ask);
  if (!current) return replySetUpFirst(ask);
  const named = await findActedFor(deps.db, teamId, userId);
  const expert = named.own ?? (named.assisted.length === 1 ? named.assisted[0] : undefined);
  const unfinished = await findUnfinished(deps.db, teamId, userId, DRAFT_KIND);
  // What was begun without a need is found by no need's button: it comes before what wasn't begun at all.
  const isBegun = target === NEW_REPORT && unfinished?.object_id === null;
  const subject = isBegun ? NOTHING_YET : await findSubject(deps, ask, current, target, named);
  if (!subject) return ask.reply(message(section(sayShared(locale, 'not_found'))));
  const { demand, report } = subject;
  const leave = await askToFile(deps, ask, subject, named);
  if (leave.refusal) {
    const { refusal } = leave;
    const next = expert?.state !== 'verified' && say(locale, expert ? 'not_verified' : 'not_registered');
    return ask.reply(message(refusal.blocks, next ? section(next) : []));
  }
  const closed = demand && explainClosed(demand, locale);
  if (closed) return ask.reply(message(section(closed)));
  if (report && !isCorrectable(report)) return ask.reply(await explainReport(deps, ask, report));
  if (!(await hasVerifiedExpert(deps.db, teamId)))
    return ask.reply(message(section(say(locale, 'no_experts'))));
  const experts = demand ? await listProposed(deps, ask, demand) : [];
  if (leave.as === 'host' && experts.length === 0)
    return ask.reply(message(section(say(locale, 'host_nobody_confirmed'))));

  const objectId = report ? `report:${report.id}` : (demand?.id ?? null);
  const draft = unfinished?.object_id === objectId ? unfinished : undefined;
  const frame = { catalogue: current.catalogue, day: today(current, now) };
  const typed = { ...typedAtFirst(subject, experts, expert, frame), ...draft?.typed };
  const programme = (await findReportYear(deps.db, ask, typed, report))?.programme ?? current;
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
  const behalf =
    leave.as === 'host' ? ['for_experts' as const] : leave.onBehalfOf ? ['for_others' as const] : [];
  const said = behalf.map((key) => say(locale, key));
  const lead = [
    ...(await leadFor(deps, ask, programme, subject)),
    ...said,
    ...(leave.as === 'assistant' ? [sayAssistants(locale, 'form_for_expert')] : []),
  ];
  await ask.open(buildFirstStep(await fillView(deps, ask, programme, { state, typed, subject, lead })));
}

async function leadFor(
  deps: Deps,
  { teamId, userId, locale }: Ask,
  programme: Programme,
  { demand, report }: Subject,
): Promise<string[]> {
  if (report && !isOpenForRevision(report)) return [say(locale, 'form_correct', { number: report.number })];
  if (report) return [say(locale, 'form_mend', { number: report.number, reason: report.reason ?? '' })];
  const mine = demand
    ? await listReportsOf(deps.db, teamId, programme.liveYears, { userId, expertIds: [] })
    : [];
  const again = mine.find(({ demandId }) => demandId === demand?.id);
  const hint = again
    ? say(locale, 'form_again', { number: again.number, state: stateLabel(again, locale) })
    : say(locale, 'form_lead');
  return [hint];
}

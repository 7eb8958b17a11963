import { actOnce, hasActed, recordAct } from '../db/audit.ts';
import { findTreeHead } from '../records/log-sql.ts';
import type { RoomDeps } from '../room.ts';
import { type Message, message, section } from '../slack/blocks.ts';
import { findDraft, newDraftId, saveDraft, useDraft } from '../slack/drafts.ts';
import type { Typed } from '../slack/form.ts';
import type { Deps, Submission } from '../slack/interaction.ts';
import type { Answer } from '../slack/submit.ts';
import { check } from '../slack/view.ts';
import { buildStateSentence, nameOf } from './blocks.ts';
import { deadlineOf, isLate } from './deadline.ts';
import { sumFigures } from './figures.ts';
import {
  draftKindOf,
  type Entered,
  enterSummary,
  explainClosed,
  listRemarks,
  shownTo,
} from './open-summary.ts';
import { findSummary, submitVersion } from './repository.ts';
import type { Summary, SummaryContent } from './summary.ts';
import { doubtsOf, keyOfDoubts, summarySchema } from './summary-form.ts';
import { showSummary, tellOfSummary } from './tell.ts';
import { buildSummaryForm, type SummaryFormState } from './views.ts';
import { say } from './words.ts';

/** The window was submitted: kept as draft, checked, looked at twice where it is doubtful, and handed in. */
export async function submitSummary(deps: RoomDeps, ask: Submission): Promise<Answer> {
  const { locale } = ask;
  const state = stateIn(ask.metadata);
  const entered = await enterSummary(deps, ask, state.summaryId);
  if ('refusal' in entered) return { notice: entered.refusal };
  const { summary, programme, onBehalfOf } = entered;
  if (String(summary.latest?.version ?? 0) !== state.version)
    return { notice: buildStale(summary, entered, ask) };
  const closed = explainClosed(entered, ask);
  if (closed) return { notice: closed };

  const typed = await keepTyped(deps, ask, state, summary);
  const checked = check(summarySchema(locale), typed);
  if (!checked.ok) return { errors: checked.errors };
  const content = checked.value;
  const live = await sumFigures(deps.db, programme, summary.unit);
  const doubts = doubtsOf(content, live);
  const asked = keyOfDoubts(doubts);
  const isTicked = Array.isArray(ask.typed.confirm) && ask.typed.confirm.length > 0;
  if (asked === '' || (asked === state.asked && isTicked))
    return { notice: await handIn(deps, ask, entered, content, state) };
  if (asked === state.asked) return { errors: { confirm: say(locale, 'confirm_needed') } };
  const shown = shownTo(ask, programme);
  const view = { shown, state: { ...state, asked }, obligation: { ...summary, live }, typed, doubts };
  const remarks = await listRemarks(deps, ask, entered);
  return { view: buildSummaryForm({ ...view, remarks, onBehalf: onBehalfOf !== undefined }) };
}

/** What the window carries; anything forged or lost is nothing. */
function stateIn(metadata: Record<string, string>): SummaryFormState {
  return {
    ...{ draftId: metadata.draftId ?? newDraftId(), summaryId: metadata.summaryId ?? '' },
    ...{ version: metadata.version ?? '', asked: metadata.asked ?? '' },
  };
}

/** The draft with what this window holds over it; the second look belongs to the window alone. */
async function keepTyped(
  deps: Deps,
  { teamId, userId, now, typed: { confirm: _, ...typed } }: Submission,
  { draftId }: SummaryFormState,
  summary: Summary,
): Promise<Typed> {
  const key = { teamId, userId, draftId };
  await saveDraft(deps.db, key, { kind: draftKindOf(summary), objectId: summary.id, typed, now });
  const draft = await findDraft(deps.db, key);
  return { ...draft?.typed, ...typed };
}

/** Freezes text and figures as the next version and asks the bureau: one transaction. */
async function handIn(
  deps: Deps,
  ask: Submission,
  entered: Entered,
  content: SummaryContent,
  { draftId }: SummaryFormState,
): Promise<Message> {
  const { teamId, userId, now, cause } = ask;
  const { programme, summary: before, onBehalfOf: whose } = entered;
  const onBehalf = whose !== undefined;
  const version = (before.latest?.version ?? 0) + 1;

  const outcome = await actOnce(deps.db, async (trx) => {
    const figures = await sumFigures(trx, programme, before.unit);
    const head = await findTreeHead(trx, teamId);
    const handed = { teamId, summary: before, content, figures, head, by: userId, onBehalf, now };
    if (!(await submitVersion(trx, handed)))
      return (await hasActed(trx, teamId, cause)) ? ('repeated' as const) : ('decided' as const);
    await useDraft(trx, { teamId, userId, draftId }, now);
    const auditId = await recordAct(trx, {
      ...{ teamId, act: 'submit_summary', actor: userId, objectKind: 'yearly_summary', objectId: before.id },
      ...{ now, cause, ...(onBehalf ? { onBehalfOf: before.unit.kind } : {}) },
      details: { version, nil: content.nil },
    });
    const summary = await findSummary(trx, teamId, before.id);
    if (!summary) throw new Error('a summary that was just handed in is gone');
    await showSummary(trx, teamId, summary);
    if (onBehalf) await tellOfSummary(trx, teamId, { summary, auditId, actor: userId });
    return summary;
  });
  if (outcome === 'decided') return buildStale(await findSummary(deps.db, teamId, before.id), entered, ask);
  return buildHandedIn(entered, version, ask);
}

function buildHandedIn({ summary, programme }: Entered, version: number, ask: Submission): Message {
  const { locale, now } = ask;
  const unit = nameOf(summary, { locale, programme });
  return message(
    section(say(locale, 'submitted', { unit, year: summary.year, version })),
    ...(isLate({ submittedAt: now }, deadlineOf(summary, programme))
      ? [section(say(locale, 'submitted_late'))]
      : []),
    section(say(locale, 'submitted_next')),
  );
}

/** Somebody was faster, or the window is an old one: where the summary stands. */
function buildStale(summary: Summary | undefined, { programme }: Entered, { locale }: Submission): Message {
  return message(
    section(say(locale, 'stale')),
    ...(summary ? [section(buildStateSentence(summary, { locale, programme }))] : []),
  );
}

import type { Part } from '../directory/permissions.ts';
import { askLeave } from '../directory/refuse.ts';
import { findActor } from '../directory/roles.ts';
import { replySetUpFirst } from '../directory/set-up-first.ts';
import { findLiveYears } from '../programme/live-years.ts';
import { type Programme, showMoment } from '../programme/programme.ts';
import { findProgrammeOf, programmeOf } from '../programme/repository.ts';
import type { RoomDeps } from '../room.ts';
import { type Message, message, section } from '../slack/blocks.ts';
import { findUnfinished, newDraftId } from '../slack/drafts.ts';
import type { Typed } from '../slack/form.ts';
import type { Ask, CommandAsk, Deps } from '../slack/interaction.ts';
import { say as sayShared } from '../slack/say.ts';
import { buildStateSentence, type Shown } from './blocks.ts';
import { dueYears } from './deadline.ts';
import { listStories, sumFigures } from './figures.ts';
import { buildList } from './message-blocks.ts';
import { listObligations } from './obligations.ts';
import { findSummary, listVersions } from './repository.ts';
import {
  coordinatesAny,
  countStates,
  isOpen,
  isOwnUnit,
  type Obligation,
  type Summary,
  whoseSummary,
} from './summary.ts';
import { typedAtFirst } from './summary-form.ts';
import { buildReading, buildSummaryForm } from './views.ts';
import { say } from './words.ts';

/** `/expert summary`: one's own unit at once; the list for whoever has several, or all; who hands it in, for others. */
export async function openSummaries(deps: RoomDeps, ask: CommandAsk): Promise<void> {
  const programme = await findProgrammeOf(deps.db, ask);
  if (!programme) return replySetUpFirst(ask);
  const { locale, now } = ask;
  const actor = await findActor(deps.db, ask.reader);
  if (!coordinatesAny(actor)) {
    const deadline = showMoment(programme.deadline, programme, locale);
    return ask.reply(message(section(say(locale, 'not_yours', { deadline }))));
  }
  const years = dueYears(await findLiveYears(deps.db, programme), now);
  const lists = [];
  for (const year of years) {
    const all = await listObligations(deps.db, year);
    const mine = actor.bureau ? all : all.filter(({ unit }) => isOwnUnit(unit, actor));
    lists.push({ year, mine, counts: actor.bureau ? countStates(all) : undefined });
  }
  const [only, ...others] = lists.flatMap(({ mine }) => mine);
  if (only && others.length === 0) return openSummary(deps, ask, only.id);
  for (const { year, mine, counts } of lists)
    await ask.reply(buildList(mine, counts, { locale, programme: year, now }));
}

/** `open_summary`: the form while it is the turn of one's own unit; else the whole text with its history. */
export async function openSummary(deps: RoomDeps, ask: Ask, id: string): Promise<void> {
  const entered = await enterSummary(deps, ask, id);
  if ('refusal' in entered) return ask.reply(entered.refusal);
  const { summary, onBehalfOf, programme } = entered;
  if (isOpen(summary) && !onBehalfOf && programme.state !== 'closed') return openForm(deps, ask, entered);
  await openReading(deps, ask, entered);
}

/** `submit_summary`: the form; on an old message it says instead where the summary stands. */
export async function openSummaryForm(deps: RoomDeps, ask: Ask, id: string): Promise<void> {
  const entered = await enterSummary(deps, ask, id);
  if ('refusal' in entered) return ask.reply(entered.refusal);
  const closed = explainClosed(entered, ask);
  if (closed) return ask.reply(closed);
  await openForm(deps, ask, entered);
}

export interface Entered {
  programme: Programme;
  summary: Summary;
  /** Whose summary it is, where it is handed in on their behalf. */
  onBehalfOf: Part | undefined;
}

/** The summary, if the person may do this with it: hand it in for their unit or in its stead, or decide about it. */
export async function enterSummary(
  deps: Deps,
  ask: Ask,
  id: string,
  act:
    | 'submit_summary'
    | 'accept_summary'
    | 'return_summary'
    | 'extend_summary'
    | 'waive_summary' = 'submit_summary',
): Promise<Entered | { refusal: Message }> {
  const { teamId, locale, reader } = ask;
  const summary = await findSummary(deps.db, teamId, id);
  if (!summary) return { refusal: message(section(sayShared(locale, 'not_found'))) };
  const programme = await programmeOf(deps.db, { teamId, year: summary.year }, reader.tz);
  const object = { kind: 'yearly_summary', id: summary.id };
  const leave = await askLeave(deps, ask, act, whoseSummary(summary.unit), object);
  return leave.refusal ? { refusal: leave.refusal } : { programme, summary, onBehalfOf: leave.onBehalfOf };
}

/** Why nothing can be handed in, if it can't: it is the bureau's turn, or the year is closed. */
export function explainClosed(
  { summary, programme }: Entered,
  { locale }: Pick<Ask, 'locale'>,
): Message | undefined {
  if (programme.state === 'closed')
    return message(section(say(locale, 'year_closed', { year: summary.year })));
  if (isOpen(summary)) return undefined;
  return message(section(buildStateSentence(summary, { locale, programme })));
}

/** A draft belongs to one person and one version: what was typed for the one that came back isn't offered again. */
export function draftKindOf({ id, latest }: Summary): string {
  return `submit_summary:${id}:${latest?.version ?? 0}`;
}

async function openForm(
  deps: RoomDeps,
  ask: Ask,
  { programme, summary, onBehalfOf }: Entered,
): Promise<void> {
  const { teamId, userId } = ask;
  const { unit, latest } = summary;
  const [live, stories, remarks, draft] = await Promise.all([
    sumFigures(deps.db, programme, unit),
    listStories(deps.db, programme, unit),
    listRemarks(deps, ask, { programme, summary }),
    findUnfinished(deps.db, teamId, userId, draftKindOf(summary)),
  ]);
  const typed: Typed = { ...typedAtFirst(latest, stories), ...draft?.typed };
  const version = String(latest?.version ?? 0);
  await ask.open(
    buildSummaryForm({
      ...{ shown: shownTo(ask, programme), obligation: { ...summary, live }, typed, doubts: [] },
      remarks,
      state: { draftId: draft?.id ?? newDraftId(), summaryId: summary.id, version, asked: '' },
      onBehalf: onBehalfOf !== undefined,
    }),
  );
}

/** What other rooms would have the unit look at before it hands in. */
export async function listRemarks(
  { db, rooms }: RoomDeps,
  { locale }: Pick<Ask, 'locale'>,
  { programme, summary }: Pick<Entered, 'programme' | 'summary'>,
): Promise<string[]> {
  const told = [];
  for (const { beforeHandIn } of rooms)
    if (beforeHandIn) told.push(...(await beforeHandIn(db, { programme, locale, unit: summary.unit })));
  return told;
}

async function openReading(deps: Deps, ask: Ask, { programme, summary, onBehalfOf }: Entered): Promise<void> {
  const [live, versions, actor] = await Promise.all([
    sumFigures(deps.db, programme, summary.unit),
    listVersions(deps.db, ask.teamId, summary.id),
    findActor(deps.db, ask.reader),
  ]);
  const obligation: Obligation = { ...summary, live };
  const options = {
    shown: shownTo(ask, programme),
    decides: actor.bureau,
    onBehalf: onBehalfOf !== undefined,
  };
  await ask.open(buildReading(obligation, versions, options));
}

export function shownTo({ locale, now }: Pick<Ask, 'locale' | 'now'>, programme: Programme): Shown {
  return { locale, programme, now };
}

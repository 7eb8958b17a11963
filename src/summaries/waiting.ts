import type { Button, KnownBlock } from '@slack/types';
import type { Db } from '../db/open.ts';
import type { HomeAsk, HomePart } from '../directory/home-ask.ts';
import { type Grant, listGrants } from '../directory/roles.ts';
import { context, header } from '../slack/blocks.ts';
import { ACTIONS } from '../slack/ids.ts';
import { buildMatrix, buildSummaryLine, type Shown } from './blocks.ts';
import { decisionButtons, pressOn } from './buttons.ts';
import { dueYears, owedSince } from './deadline.ts';
import { listObligations } from './obligations.ts';
import {
  coordinatesAny,
  countStates,
  isOpen,
  isOwnUnit,
  type Obligation,
  stateOf,
  type Unit,
} from './summary.ts';
import { say } from './words.ts';

const MOST = 5;

/**
 * What the person's units owe, of each year that isn't closed: theirs to do from 1 November on, good to know before.
 * For the bureau also what waits for acceptance, the units that have nobody to write theirs, and the obligation matrix
 * of the year whose turn it is.
 */
export async function listSummariesWaiting(db: Db, ask: HomeAsk): Promise<HomePart> {
  const { teamId, actor, years, now } = ask;
  if (!coordinatesAny(actor)) return { waiting: [], holding: [] };
  const grants = actor.bureau ? await listGrants(db, teamId) : [];
  const [turn] = dueYears(years, now);
  const parts: HomePart[] = [];
  for (const programme of years.all)
    parts.push(
      listOfYear({ ...ask, programme }, await listObligations(db, programme), grants, programme === turn),
    );
  return {
    waiting: parts.flatMap(({ waiting }) => waiting),
    holding: parts.flatMap(({ holding }) => holding),
    glance: parts.flatMap(({ glance = [] }) => glance),
  };
}

function listOfYear(
  { actor, programme, now, locale }: HomeAsk,
  all: readonly Obligation[],
  grants: readonly Grant[],
  isTurn: boolean,
): HomePart {
  const shown = { locale, programme, now };
  const isDue = Temporal.Instant.compare(now, owedSince(programme)) >= 0;
  const mine = all.filter(({ unit }) => isOwnUnit(unit, actor));
  const [open, handedIn] = [mine.filter(isOpen), mine.filter((one) => !isOpen(one))];
  const review = actor.bureau ? all.filter((one) => stateOf(one) === 'submitted') : [];
  const uncovered = actor.bureau ? all.filter((one) => isOpen(one) && !isCovered(one.unit, grants)) : [];

  const openButton = (one: Obligation) => pressOn(one, ACTIONS.openSummary, say(locale, 'open'), shown);
  const fillIn = (one: Obligation, key: 'fill_in' | 'fill_in_behalf') =>
    pressOn(one, ACTIONS.submitSummary, say(locale, key), shown);
  const todo = group('home_todo', open, (one) => [fillIn(one, 'fill_in')], shown);
  return {
    waiting: [
      ...group('home_review', review, (one) => [...decisionButtons(one, shown), openButton(one)], shown),
      ...(isDue ? todo : []),
      ...(isDue ? group('home_uncovered', uncovered, (one) => [fillIn(one, 'fill_in_behalf')], shown) : []),
    ],
    holding: [...(isDue ? [] : todo), ...group('home_mine', handedIn, (one) => [openButton(one)], shown)],
    ...(actor.bureau && isTurn ? { glance: buildMatrix(all, countStates(all), shown) } : {}),
  };
}

function isCovered({ kind, slug }: Unit, grants: readonly Grant[]): boolean {
  return grants.some(({ role, scope }) => role === kind && scope === slug);
}

function group(
  title: 'home_todo' | 'home_uncovered' | 'home_review' | 'home_mine',
  items: readonly Obligation[],
  buttons: (item: Obligation) => Button[],
  shown: Shown,
): KnownBlock[] {
  if (items.length === 0) return [];
  const { locale } = shown;
  const more = items.length - MOST;
  return [
    header(say(locale, title)),
    ...items.slice(0, MOST).flatMap((one) => buildSummaryLine(one, shown, buttons(one))),
    ...(more > 0 ? [context(say(locale, 'home_more', { n: more }))] : []),
  ];
}

import type { Db } from '../db/open.ts';
import type { HomeAsk, HomePart } from '../directory/home-ask.ts';
import { partFor } from '../directory/permissions.ts';
import { listGrants } from '../directory/roles.ts';
import { findProgramme } from '../programme/repository.ts';
import type { RenderAsk, Rendered } from '../slack/renderer.ts';
import { BUNDLE, type Calls, isQuestion, ringersAmong } from './line.ts';
import { type ReadAsk, readTellings } from './read.ts';
import { listNewestBundles, listOpenLines } from './sql.ts';
import { buildAtHome, buildBundle, buildMerged, MOST_AT_HOME, MOST_IN_MESSAGE } from './views.ts';

/** Whom this coordinator is to ring. */
export async function listLinesWaiting(db: Db, ask: HomeAsk): Promise<HomePart> {
  const { userId, actor, locale, programme } = ask;
  if (!partFor(actor, 'told_them')) return { waiting: [], holding: [] };
  const calls = await listCallsOf(db, ask, { userId, most: MOST_AT_HOME });
  return { waiting: buildAtHome(calls, { locale, sms: programme.language }), holding: [] };
}

/** The day's message, as its calls stand. */
export async function renderBundle(
  db: Db,
  { teamId, target, ref, now, locale, isNew }: RenderAsk,
): Promise<Rendered> {
  const programme = await findProgramme(db, teamId);
  if (!programme) return undefined;
  const language = locale ?? programme.language;
  const [newest] = await listNewestBundles(db, teamId, [target]);
  if (!isNew && newest !== `${BUNDLE}:${target}:${ref.day}`) return { ...buildMerged(language), rests: true };
  const ask = { teamId, now, locale: language };
  const calls = await listCallsOf(db, ask, { userId: target, most: MOST_IN_MESSAGE });
  if (isNew && calls.shown.length === 0) return undefined;
  return { ...buildBundle(calls, { locale: language, sms: programme.language }), rests: true };
}

/** What asks something comes first: others wait for the answer. No more is read than is shown. */
async function listCallsOf(
  db: Db,
  ask: ReadAsk,
  { userId, most }: { userId: string; most: number },
): Promise<Calls> {
  const lines = await listOpenLines(db, ask.teamId);
  if (lines.length === 0) return { shown: [], more: 0 };
  const grants = await listGrants(db, ask.teamId);
  const own = lines.filter((line) => ringersAmong(grants, line).includes(userId));
  const ordered = own.toSorted((a, b) => Number(isQuestion(b)) - Number(isQuestion(a)));
  const shown = await readTellings(db, ask, ordered, most);
  const last = shown.at(-1)?.id;
  const read = shown.length < most ? ordered.length : ordered.findIndex(({ id }) => id === last) + 1;
  return { shown, more: ordered.length - read };
}

import type { Db } from '../db/open.ts';
import type { HomeAsk, HomePart } from '../directory/home-ask.ts';
import { partFor } from '../directory/permissions.ts';
import { listGrants } from '../directory/roles.ts';
import { findProgramme } from '../programme/repository.ts';
import type { RenderAsk, Rendered } from '../slack/renderer.ts';
import { ringersAmong, type Telling } from './line.ts';
import { type ReadAsk, readTellings } from './read.ts';
import { listOpenLines } from './sql.ts';
import { buildAtHome, buildBundle } from './views.ts';

/** More than these are not read for one person: the first of them are told first. */
const MOST_READ = 60;

/** Whom this coordinator is to ring. */
export async function listLinesWaiting(db: Db, ask: HomeAsk): Promise<HomePart> {
  const { userId, actor, locale, programme } = ask;
  if (!partFor(actor, 'told_them')) return { waiting: [], holding: [] };
  const tellings = await listCallsOf(db, ask, userId);
  return { waiting: buildAtHome(tellings, { locale, sms: programme.language }), holding: [] };
}

/** The day's message, as its calls stand. */
export async function renderBundle(
  db: Db,
  { teamId, target, now, locale, isNew }: RenderAsk,
): Promise<Rendered> {
  const programme = await findProgramme(db, teamId);
  if (!programme) return undefined;
  const language = locale ?? programme.language;
  const tellings = await listCallsOf(db, { teamId, now, locale: language }, target);
  if (isNew && tellings.length === 0) return undefined;
  return { ...buildBundle(tellings, { locale: language, sms: programme.language }), rests: true };
}

async function listCallsOf(db: Db, ask: ReadAsk, userId: string): Promise<Telling[]> {
  const lines = await listOpenLines(db, ask.teamId);
  if (lines.length === 0) return [];
  const grants = await listGrants(db, ask.teamId);
  const own = lines.filter((line) => ringersAmong(grants, line).includes(userId));
  return readTellings(db, ask, own.slice(0, MOST_READ));
}

import type { KnownBlock } from '@slack/types';
import type { Db } from '../db/open.ts';
import { sayLateOfCoordinators } from '../digests/overdue.ts';
import { countProgress } from '../digests/repository.ts';
import { findActedFor } from '../directory/acting-sql.ts';
import { findActorAtHome } from '../directory/home-actor.ts';
import type { HomeAsk, HomePart } from '../directory/home-ask.ts';
import { findReader } from '../directory/readers.ts';
import { findLiveYears } from '../programme/live-years.ts';
import { findProgramme } from '../programme/repository.ts';
import type { Room } from '../room.ts';
import { section } from '../slack/blocks.ts';
import type { RenderAsk, Rendered } from '../slack/renderer.ts';
import { buildHome, buildHomeBeforeSetUp } from './blocks.ts';
import { listTroublesWaiting } from './troubles.ts';

/** What has waited too long for coordinators stands first with the bureau, whose it is by now (mission: decision 33). */
async function listLate(db: Db, { programme, now, locale }: HomeAsk): Promise<KnownBlock[]> {
  const said = await sayLateOfCoordinators(db, programme, now, locale);
  return said ? [section(said)] : [];
}

/** Mine first: what waits for me, what I hold, one primary button; then the programme at a glance. */
export async function renderHome(
  db: Db,
  { teamId, target, now, locale = 'zh', offersLinks }: RenderAsk,
  rooms: readonly Room[],
): Promise<Rendered> {
  const reader = await findReader(db, teamId, target);
  if (!reader || reader.deleted || reader.isStranger) return undefined;
  const programme = await findProgramme(db, teamId, reader.tz);
  if (!programme) return { home: buildHomeBeforeSetUp(locale, reader.isAdmin) };

  const [{ actor, isContact }, { own: expert, assisted }] = await Promise.all([
    findActorAtHome(db, reader),
    findActedFor(db, teamId, target),
  ]);
  const years = await findLiveYears(db, programme);
  const person = { teamId, userId: target, locale, actor, isContact, expert, assisted };
  const ask: HomeAsk = { ...person, programme, years, now, offersLinks };
  const parts: HomePart[] = [];
  // In the order of the story.
  for (const { home } of rooms) if (home) parts.push(await home(db, ask));
  const troubles = actor.bureau ? await listTroublesWaiting(db, ask) : [];
  const late = actor.bureau ? await listLate(db, ask) : [];
  const waiting: KnownBlock[] = [...late, ...troubles, ...parts.flatMap((part) => part.waiting)];
  const holding: KnownBlock[] = parts.flatMap((part) => part.holding);
  const glance = parts.flatMap((part) => part.glance ?? []);
  const progress = [];
  for (const year of years.all.toReversed()) progress.push({ year, ...(await countProgress(db, year)) });
  return { home: buildHome({ ...ask, waiting, holding, glance, progress }) };
}

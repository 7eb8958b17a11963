import type { KnownBlock } from '@slack/types';
import { listClaimsWaiting } from '../claims/waiting.ts';
import type { Db } from '../db/open.ts';
import { listDemandsWaiting } from '../demands/waiting.ts';
import { countProgress } from '../digests/repository.ts';
import type { HomeAsk, HomePart } from '../directory/home-ask.ts';
import { findReader } from '../directory/readers.ts';
import { findExpertByUser } from '../directory/repository.ts';
import { findActor } from '../directory/roles.ts';
import { listDirectoryWaiting } from '../directory/waiting.ts';
import { listAbsenceShown } from '../nudges/waiting.ts';
import { findProgramme } from '../programme/repository.ts';
import { listReportsWaiting } from '../reports/waiting.ts';
import { listRoundsWaiting } from '../rounds/waiting.ts';
import type { RenderAsk, Rendered } from '../slack/renderer.ts';
import { listSummariesWaiting } from '../summaries/waiting.ts';
import { buildHome, buildHomeBeforeSetUp } from './blocks.ts';
import { listTroublesWaiting } from './troubles.ts';

/** Whoever has something to say about a person's day, in the order of the story. */
const ROOMS: readonly ((db: Db, ask: HomeAsk) => Promise<HomePart>)[] = [
  listDirectoryWaiting,
  listDemandsWaiting,
  listClaimsWaiting,
  listRoundsWaiting,
  listReportsWaiting,
  listSummariesWaiting,
  listAbsenceShown,
];

/** Mine first: what waits for me, what I hold, one primary button; then the programme at a glance. */
export async function renderHome(
  db: Db,
  { teamId, target, now, locale = 'zh' }: RenderAsk,
): Promise<Rendered> {
  const reader = await findReader(db, teamId, target);
  if (!reader || reader.deleted || reader.isStranger) return undefined;
  const programme = await findProgramme(db, teamId, reader.tz);
  if (!programme) return { home: buildHomeBeforeSetUp(locale, reader.isAdmin) };

  const [actor, expert] = await Promise.all([findActor(db, reader), findExpertByUser(db, teamId, target)]);
  const ask: HomeAsk = { teamId, userId: target, locale, actor, expert, programme, now };
  const parts: HomePart[] = [];
  for (const list of ROOMS) parts.push(await list(db, ask));
  const troubles = actor.bureau ? await listTroublesWaiting(db, ask) : [];
  const waiting: KnownBlock[] = [...troubles, ...parts.flatMap((part) => part.waiting)];
  const holding: KnownBlock[] = parts.flatMap((part) => part.holding);
  const glance = parts.flatMap((part) => part.glance ?? []);
  const progress = await countProgress(db, programme);
  return { home: buildHome({ ...ask, waiting, holding, glance, progress }) };
}

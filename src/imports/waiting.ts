import type { Db } from '../db/open.ts';
import type { HomeAsk, HomePart } from '../directory/home-ask.ts';
import { mayApplyAll } from './reach.ts';
import { listOpen } from './sql.ts';
import { buildWaiting } from './views.ts';

const MOST = 3;

/** Lists that wait for somebody: their own, and those that they could confirm. */
export async function listImportsWaiting(
  db: Db,
  { teamId, userId, actor, locale }: HomeAsk,
): Promise<HomePart> {
  const isNobodys = !actor.bureau && actor.districts.length + actor.systems.length === 0;
  if (isNobodys) return { waiting: [], holding: [] };
  const open = await listOpen(db, teamId);
  const theirs = open.filter((one) => one.uploadedBy === userId || mayApplyAll(actor, one));
  return { waiting: theirs.slice(0, MOST).flatMap((one) => buildWaiting(one, locale)), holding: [] };
}

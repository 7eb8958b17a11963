import type { Db } from '../db/open.ts';
import type { HomeAsk, HomePart } from '../directory/home-ask.ts';
import { readAsked } from './asked.ts';
import { listOtherDates } from './link-sql.ts';
import { buildOtherDate } from './views.ts';

/** Where another date would suit those to whom this coordinator gave a link. */
export async function listLinksWaiting(db: Db, ask: HomeAsk): Promise<HomePart> {
  const { teamId, userId, actor, locale } = ask;
  const isCoordinator = actor.bureau || actor.districts.length + actor.systems.length > 0;
  const links = isCoordinator ? await listOtherDates(db, teamId, userId) : [];
  const waiting = [];
  for (const link of links) {
    const asked = await readAsked(db, teamId, link);
    if (asked) waiting.push(...buildOtherDate(link, asked, locale));
  }
  return { waiting, holding: [] };
}

import type { Db } from '../db/open.ts';
import type { HomeAsk, HomePart } from '../directory/home-ask.ts';
import { context } from '../slack/blocks.ts';
import { readLogState } from './log-sql.ts';
import { buildOwn } from './views.ts';
import { say } from './words.ts';

/** An expert prints their own; the bureau reads that what is recorded isn't signed. */
export async function sayAtHome(
  db: Db,
  { teamId, actor, expert, programme, locale }: HomeAsk,
): Promise<HomePart> {
  const glance = [
    ...(expert?.state === 'verified' ? buildOwn(expert, programme, locale) : []),
    ...(actor.bureau && (await isUnsigned(db, teamId)) ? [context(say(locale, 'unsigned'))] : []),
  ];
  return { waiting: [], holding: [], glance };
}

async function isUnsigned(db: Db, teamId: string): Promise<boolean> {
  const { size, signed } = await readLogState(db, teamId);
  return size > signed;
}

import type { KnownBlock } from '@slack/types';
import { sql } from 'kysely';
import type { Db } from '../db/open.ts';
import type { HomeAsk } from '../directory/home-ask.ts';
import { today } from '../programme/programme.ts';
import { actions, button, section } from '../slack/blocks.ts';
import { ACTIONS } from '../slack/ids.ts';
import { DRAFT_KIND } from './form-state.ts';
import { say } from './words.ts';

/** In the bureau's Home: reports on services of a year that isn't open yet wait as drafts. Asked in a new calendar year alone. */
export async function listHeldUp(
  db: Db,
  {
    teamId,
    actor,
    programme,
    locale,
    now,
  }: Pick<HomeAsk, 'teamId' | 'actor' | 'programme' | 'locale' | 'now'>,
): Promise<KnownBlock[]> {
  const day = today(programme, now);
  if (!actor.bureau || day.year <= Math.max(...programme.liveYears)) return [];
  const { rows } = await sql<{ n: number }>`
    select count(*) as n from draft
    where team_id = ${teamId} and kind = ${DRAFT_KIND} and used_at is null
      and typed ->> 'service_end' between ${`${day.year}-01-01`} and ${day.toString()}`.execute(db);
  const n = rows[0]?.n ?? 0;
  if (n === 0) return [];
  const open = button({ text: say(locale, 'open_year'), actionId: ACTIONS.openYear, value: 'next' });
  return [section(say(locale, 'home_held_up', { n, year: day.year })), ...actions(open)];
}

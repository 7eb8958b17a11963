import { sql } from 'kysely';
import type { Db } from '../db/open.ts';
import type { Locale } from '../i18n/locale.ts';
import { wordsOf } from '../i18n/words.ts';
import type { Pair, PeoplePart } from '../room.ts';

const say = wordsOf({
  zh: { under_way: '与之有关的一条消息正在发送，请过一分钟再试。' },
  en: { under_way: 'A message about one of them is being sent right now; try again in a minute.' },
});

/** A message that is under way is settled by its key; in a transaction none of these can get under way meanwhile. */
async function listUnderWay(db: Db, { teamId, from }: Pair, locale: Locale): Promise<string[]> {
  const { rows } = await sql<{ state: string }>`select state from outgoing
    where team_id = ${teamId} and ${from} = any(string_to_array(key, ':'))
    order by key ${db.isTransaction ? sql`for update` : sql``}`.execute(db);
  return rows.some(({ state }) => state === 'leased' || state === 'sending')
    ? [say(locale, 'under_way')]
    : [];
}

export const peopleInOutbox: PeoplePart = {
  refers: [
    { to: ['expert', 'unit'], table: 'outgoing', column: 'key', within: 'key', row: ['key'] },
    { to: ['expert', 'unit'], table: 'outgoing', column: 'parent_key', within: 'key', row: ['key'] },
    { to: ['expert', 'unit'], table: 'outgoing', column: 'ref', within: 'json', row: ['key'] },
    { to: ['account'], table: 'outgoing', column: 'ref', within: 'json', row: ['key'], stays: true },
    { to: ['account'], table: 'outgoing', column: 'target', row: ['key'], stays: true },
    { to: ['account'], table: 'outgoing', column: 'lane', within: 'key', row: ['key'], stays: true },
    { to: ['expert', 'unit'], table: 'changed', column: 'views', within: 'keys' },
    { to: ['account'], table: 'changed', column: 'people', within: 'list', stays: true },
    { to: ['expert', 'unit'], table: 'changed', column: 'about', within: 'list' },
    { to: ['account'], table: 'closed_place', column: 'target', row: ['no'], stays: true },
  ],
  listClashes: listUnderWay,
};

import { sql } from 'kysely';
import type { Db, Trx } from '../db/open.ts';
import type { Locale } from '../i18n/locale.ts';
import { wordsOf } from '../i18n/words.ts';
import type { Pair, PeoplePart } from '../people.ts';
import { personalInOutbox } from './personal.ts';

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

/** What is to be told of both once is told once. */
async function dropDoubledLines(trx: Trx, { teamId, from, into }: Pair): Promise<void> {
  const key = sql`array_to_string(array_replace(string_to_array(l.key, ':'), ${from}, ${into}), ':')`;
  await sql`delete from telephone_line l where l.team_id = ${teamId} and ${from} = any(string_to_array(l.key, ':'))
    and exists (select 1 from telephone_line o where o.team_id = l.team_id and o.key = ${key})`.execute(trx);
}

export const peopleInOutbox: PeoplePart = {
  personal: personalInOutbox,
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
    { to: ['expert', 'unit'], table: 'telephone_line', column: 'key', within: 'key' },
    { to: ['expert'], table: 'telephone_line', column: 'person_id' },
    { to: ['expert', 'unit'], table: 'telephone_line', column: 'about' },
    { to: ['expert', 'unit'], table: 'telephone_line', column: 'ref', within: 'json' },
    { to: ['account'], table: 'telephone_line', column: 'told_by', stays: true },
  ],
  listClashes: listUnderWay,
  prepare: dropDoubledLines,
};

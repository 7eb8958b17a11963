import { sql } from 'kysely';
import type { Db } from '../db/open.ts';
import { isOneOf } from '../db/personal-sql.ts';
import { wordsOf } from '../i18n/words.ts';
import type { Person, PersonFrame } from '../people.ts';
import { isReachable } from './reachable.ts';

const say = wordsOf({
  zh: { last: '这是市局唯一的联络员。请先在设置中再指定一位。' },
  en: { last: 'This is the only coordinator of the bureau. Name another one under settings first.' },
});

/** The last of the bureau stays; those rows are held meanwhile. */
export async function listUnfinishedRoles(
  db: Db,
  { teamId, accounts }: Person,
  { locale }: PersonFrame,
): Promise<string[]> {
  const { rows } = await sql<{ is_theirs: boolean; is_asked: boolean }>`
    select ${isOneOf('g.user_id', accounts)} as is_theirs, ${isReachable(sql`g.team_id`, sql`g.user_id`)} as is_asked
    from role_grant g where g.team_id = ${teamId} and g.role = 'bureau'
    order by g.user_id ${db.isTransaction ? sql`for update` : sql``}`.execute(db);
  const isOfBureau = rows.some(({ is_theirs }) => is_theirs);
  const isAlone = rows.every(({ is_theirs, is_asked }) => is_theirs || !is_asked);
  return isOfBureau && isAlone ? [say(locale, 'last')] : [];
}

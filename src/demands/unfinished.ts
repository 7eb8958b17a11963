import { sql } from 'kysely';
import type { Db } from '../db/open.ts';
import { isOneOf } from '../db/personal-sql.ts';
import { joinNames, wordsOf } from '../i18n/words.ts';
import type { Person, PersonFrame } from '../people.ts';

const say = wordsOf({
  zh: {
    open: '还有未办结的需求由其发布或联系：{numbers}。请先请联络员办理移交，或撤销、办结需求。',
  },
  en: {
    open: 'Needs that they posted or are the contact of, and that are not finished: {numbers}. Have a coordinator hand them over, or cancel or close them first.',
  },
});

/** A need is done with once its service is over, or it was ended. */
export async function listUnfinishedNeeds(
  db: Db,
  { teamId, accounts }: Person,
  { locale, today }: PersonFrame,
): Promise<string[]> {
  const { rows } = await sql<{ number: string }>`
    select d.number from demand d join programme_year p on p.team_id = d.team_id and p.year = d.year
    where d.team_id = ${teamId} and p.state <> 'closed'
      and (${isOneOf('d.contact_user', accounts)} or ${isOneOf('d.poster', accounts)})
      and (d.state in ('submitted', 'returned', 'bureau_review', 'postponed')
        or d.state = 'published' and coalesce(d.service_end, 'infinity'::date) >= ${today}::date)
    order by d.number`.execute(db);
  const numbers = rows.map(({ number }) => number);
  return numbers.length > 0 ? [say(locale, 'open', { numbers: joinNames(numbers, locale) })] : [];
}

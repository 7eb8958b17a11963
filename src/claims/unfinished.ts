import { sql } from 'kysely';
import type { Db } from '../db/open.ts';
import { isOneOf } from '../db/personal-sql.ts';
import { joinNames, wordsOf } from '../i18n/words.ts';
import type { Person, PersonFrame } from '../people.ts';

const say = wordsOf({
  zh: {
    live: '认领尚未办结：{numbers}。请先撤回，或等服务报告审核通过。',
    answers: '还有认领等待本人代表单位答复：{numbers}。请先答复，或请联络员办理移交。',
  },
  en: {
    live: 'Claims that are not finished: {numbers}. Withdraw them first, or wait until the report is accepted.',
    answers:
      'Claims that wait for this person’s answer for the home unit: {numbers}. Answer them first, or have a coordinator hand them over.',
  },
});

/** A claim is done with once it has ended, was reported, or its year is closed; and a consent, once it was answered. */
export async function listUnfinishedClaims(
  db: Db,
  { teamId, expertIds, accounts }: Person,
  { locale }: PersonFrame,
): Promise<string[]> {
  const { rows } = await sql<{ number: string; is_own: boolean }>`
    select c.number, ${isOneOf('c.expert_id', expertIds)} as is_own
    from claim c
    join expert e on e.team_id = c.team_id and e.id = c.expert_id
    join programme_year p on p.team_id = c.team_id and p.year = c.year
    where c.team_id = ${teamId} and c.ended_at is null and p.state <> 'closed'
      and (
        ${isOneOf('c.expert_id', expertIds)} and not c.reported
        or c.state = 'home_unit_pending' and (${isOneOf('e.home_unit_user', accounts)}
          or ${isOneOf('e.second_home_unit_user', accounts)}))
    order by c.number`.execute(db);
  const name = (isOwn: boolean) => rows.filter(({ is_own }) => is_own === isOwn).map(({ number }) => number);
  const [own, others] = [name(true), name(false)];
  return [
    ...(own.length > 0 ? [say(locale, 'live', { numbers: joinNames(own, locale) })] : []),
    ...(others.length > 0 ? [say(locale, 'answers', { numbers: joinNames(others, locale) })] : []),
  ];
}

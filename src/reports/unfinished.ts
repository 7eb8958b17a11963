import { sql } from 'kysely';
import type { Db } from '../db/open.ts';
import { isOneOf } from '../db/personal-sql.ts';
import { joinNames, wordsOf } from '../i18n/words.ts';
import type { Person, PersonFrame } from '../people.ts';

const say = wordsOf({
  zh: { open: '服务报告尚未审结：{numbers}。请等联络员审核，或请联络员先处理。' },
  en: {
    open: 'Reports that are not decided on: {numbers}. Wait for the coordinator, or have them decided first.',
  },
});

/** Those that they wrote or that speak of them; held, so that nobody decides meanwhile. */
export async function listUnfinishedReports(
  db: Db,
  { teamId, expertIds, accounts }: Person,
  { locale }: PersonFrame,
): Promise<string[]> {
  const { rows } = await sql<{ number: string; is_open: boolean }>`
    select r.number, p.state <> 'closed' and (
        r.state in ('submitted', 'objected', 'host_confirmed', 'returned') or r.amendment is not null) as is_open
    from report r join programme_year p on p.team_id = r.team_id and p.year = r.year
    where r.team_id = ${teamId} and (${isOneOf('r.author', accounts)} or exists (
      select 1 from report_expert re where re.team_id = r.team_id and re.report_id = r.id
        and ${isOneOf('re.expert_id', expertIds)}))
    order by r.id ${db.isTransaction ? sql`for update of r` : sql``}`.execute(db);
  const open = rows.filter(({ is_open }) => is_open).map(({ number }) => number);
  return open.length > 0 ? [say(locale, 'open', { numbers: joinNames(open.toSorted(), locale) })] : [];
}

import { sql } from 'kysely';
import type { Db, Trx } from '../db/open.ts';
import type { Locale } from '../i18n/locale.ts';
import { joinNames, wordsOf } from '../i18n/words.ts';
import type { Pair, PeoplePart } from '../people.ts';
import { personalInReports } from './personal.ts';
import { listUnfinishedReports } from './unfinished.ts';
import { markReported } from './versions.ts';

const say = wordsOf({
  zh: {
    reports: '{n} 份服务报告',
    both_in_report: '两人同在一份报告里：{numbers}。如果确是同一人，请先在报告里去掉其中一人。',
  },
  en: {
    reports: '{n} activity {n|report|reports}',
    both_in_report:
      'Both stand in one report: {numbers}. If they are one person all the same, take one of them out of the report first.',
  },
});

/** One report never speaks of one person twice, nor does what its author asks to change. */
async function listClashes(db: Db, { teamId, kind, from, into }: Pair, locale: Locale): Promise<string[]> {
  if (kind === 'unit') return [];
  const { rows } = await sql<{ number: string }>`
    select r.number from report r where r.team_id = ${teamId} and (
      (select count(*) from report_expert re where re.team_id = r.team_id and re.report_id = r.id
        and re.expert_id in (${from}, ${into})) = 2
      or r.amendment -> 'expertIds' @> ${JSON.stringify([from, into])}::jsonb)
    order by r.number`.execute(db);
  const numbers = rows.map(({ number }) => number);
  return numbers.length > 0 ? [say(locale, 'both_in_report', { numbers: joinNames(numbers, locale) })] : [];
}

/** What a former version said of both it says once; and a claim of either is reported if a report speaks of the one. */
async function settle(trx: Trx, { teamId, kind, into }: Pair): Promise<void> {
  if (kind === 'unit') return;
  await sql`update report_version set content = jsonb_set(content, '{expertIds}', (
      select jsonb_agg(distinct one) from jsonb_array_elements(content -> 'expertIds') one))
    where team_id = ${teamId} and content -> 'expertIds' @> ${JSON.stringify([into])}::jsonb
      and jsonb_array_length(content -> 'expertIds') > (
        select count(distinct one) from jsonb_array_elements(content -> 'expertIds') one)`.execute(trx);
  const { rows } = await sql<{ id: string }>`select distinct demand_id as id from claim
    where team_id = ${teamId} and expert_id = ${into}`.execute(trx);
  await markReported(
    trx,
    teamId,
    rows.map(({ id }) => id),
  );
}

export const peopleInReports: PeoplePart = {
  personal: personalInReports,
  listUnfinished: listUnfinishedReports,
  refers: [
    {
      to: ['expert'],
      table: 'report_expert',
      column: 'expert_id',
      row: ['report_id'],
      say: (n, locale) => say(locale, 'reports', { n }),
    },
    { to: ['expert'], table: 'report', column: 'amendment', within: 'json' },
    {
      to: ['expert'],
      table: 'report_version',
      column: 'content',
      within: 'json',
      row: ['report_id', 'version'],
    },
    ...(['author', 'recorded_by', 'host_confirmed_by', 'accepted_by'] as const).map((column) => ({
      to: ['account'] as const,
      table: 'report' as const,
      column,
      stays: true as const,
    })),
  ],
  listClashes,
  settle,
};

import { type RawBuilder, sql } from 'kysely';
import { actsOn, EMPTY, isOneOf, NOBODY_NAMED, WITHOUT_WORDS } from '../db/personal-sql.ts';
import { wordsOf } from '../i18n/words.ts';
import type { Expired, Personal } from '../people.ts';

const say = wordsOf({
  zh: { summaries: '您报送的年度总结' },
  en: { summaries: 'Yearly summaries that you handed in' },
});

const ofYear = ({ teamId, year }: Expired): RawBuilder<unknown> =>
  sql`select s.id from yearly_summary s where s.team_id = ${teamId} and s.year = ${year}`;

/** A summary is its unit's: its words stay, without the names of whoever is erased. */
export const personalInSummaries: readonly Personal[] = [
  {
    table: 'yearly_summary_version',
    words: ['narrative', 'stories', 'news', 'reason'],
    harmless: ['summary_id', 'figures', 'outcome', 'log_root'],
    rows: [
      {
        title: (locale) => say(locale, 'summaries'),
        of: ({ accounts }) => isOneOf('yearly_summary_version.submitted_by', accounts),
        gives: ['submitted_at', 'version', 'narrative', 'stories', 'news'],
      },
      {
        ofYear: (expired) => sql`yearly_summary_version.summary_id in (${ofYear(expired)})`,
        becomes: () => ({
          narrative: sql`case when yearly_summary_version.nil then '' else '-' end`,
          stories: EMPTY,
          news: EMPTY,
          reason: sql`case when yearly_summary_version.reason is not null then '-' end`,
          submitted_by: NOBODY_NAMED,
          decided_by: sql`case when yearly_summary_version.decided_by is not null then '-' end`,
        }),
      },
    ],
  },
  {
    table: 'yearly_summary',
    words: ['waive_reason'],
    harmless: ['unit_kind', 'unit'],
    rows: [
      {
        ofYear: ({ year }) => sql`yearly_summary.year = ${year}`,
        becomes: () => ({
          waive_reason: sql`case when yearly_summary.waive_reason is not null then '-' end`,
          waived_by: sql`case when yearly_summary.waived_by is not null then '-' end`,
        }),
      },
    ],
  },
  {
    table: 'audit',
    rows: [
      {
        ofYear: (expired) => actsOn('yearly_summary', ofYear(expired)),
        becomes: () => ({ ...WITHOUT_WORDS, actor: NOBODY_NAMED }),
      },
    ],
  },
];

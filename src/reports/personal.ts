import { type RawBuilder, sql } from 'kysely';
import { actsOn, EMPTY, isOneOf, NOBODY_NAMED, NULL, WITHOUT_WORDS } from '../db/personal-sql.ts';
import { wordsOf } from '../i18n/words.ts';
import type { Expired, Person, Personal } from '../people.ts';

const say = wordsOf({
  zh: { stands: '写到您的服务报告', wrote: '您填报的服务报告', files: '您填报时附上的文件' },
  en: {
    stands: 'Activity reports that speak of you',
    wrote: 'Activity reports that you wrote',
    files: 'Files attached to your reports',
  },
});

const ofYear = ({ teamId, year }: Expired): RawBuilder<unknown> =>
  sql`select r.id from report r where r.team_id = ${teamId} and r.year = ${year}`;

/** A report of theirs, and of nobody else: what others stand in is the record of their services, too. */
const alone = ({ teamId, accounts, expertIds }: Person): RawBuilder<unknown> => sql`
  select r.id from report r where r.team_id = ${teamId}
    and (${isOneOf('r.author', accounts)} or exists (
      select 1 from report_expert re where re.team_id = r.team_id and re.report_id = r.id
        and ${isOneOf('re.expert_id', expertIds)}))
    and not exists (
      select 1 from report_expert re where re.team_id = r.team_id and re.report_id = r.id
        and not ${isOneOf('re.expert_id', expertIds)})`;

const TEXTS = { summary: EMPTY, typical_story: EMPTY, next_steps: EMPTY, news: EMPTY, place: EMPTY };
const UNWRITTEN = { ...TEXTS, title: sql`report.number`, reason: NULL };
const GIVEN = [
  ...['submitted_at', 'number', 'state', 'title', 'service_start', 'service_end', 'days', 'place'],
  ...['summary', 'typical_story', 'next_steps', 'news'],
];

const BLANK = sql`report_version.content || '{"summary": "", "typicalStory": "", "nextSteps": "", "news": "",
  "title": "", "place": "", "files": []}'::jsonb`;

export const personalInReports: readonly Personal[] = [
  { table: 'record_due', harmless: ['report_id'] },
  {
    table: 'report_file',
    words: ['name', 'link'],
    harmless: ['report_id', 'file_id', 'type'],
    rows: [
      {
        title: (locale) => say(locale, 'files'),
        of: ({ teamId, accounts }) => sql`report_file.report_id in (
          select r.id from report r where r.team_id = ${teamId} and ${isOneOf('r.author', accounts)})`,
        gives: ['name', 'link'],
        becomes: 'nothing',
      },
      { of: (person) => sql`report_file.report_id in (${alone(person)})`, becomes: 'nothing' },
      { ofYear: (expired) => sql`report_file.report_id in (${ofYear(expired)})`, becomes: 'nothing' },
    ],
  },
  {
    table: 'report_version',
    words: ['content', 'reason'],
    harmless: ['report_id', 'outcome'],
    rows: [
      {
        of: (person) => sql`report_version.report_id in (${alone(person)})`,
        ofYear: (expired) => sql`report_version.report_id in (${ofYear(expired)})`,
        becomes: () => ({ content: BLANK, reason: NULL }),
      },
    ],
  },
  { table: 'report_expert', harmless: ['report_id'] },
  {
    table: 'report',
    words: [
      ...['title', 'place', 'summary', 'typical_story', 'next_steps', 'news', 'reason', 'override_reason'],
      ...['amendment', 'amendment_reason'],
    ],
    harmless: [
      ...['number', 'demand_id', 'state', 'action_line', 'form', 'districts', 'metrics', 'duplicate_of'],
    ],
    rows: [
      {
        title: (locale) => say(locale, 'stands'),
        of: ({ teamId, expertIds }) => sql`report.id in (select re.report_id from report_expert re
          where re.team_id = ${teamId} and ${isOneOf('re.expert_id', expertIds)})`,
        gives: GIVEN,
      },
      {
        title: (locale) => say(locale, 'wrote'),
        of: ({ accounts }) => isOneOf('report.author', accounts),
        gives: GIVEN,
      },
      { of: (person) => sql`report.id in (${alone(person)})`, becomes: () => UNWRITTEN },
      {
        ofYear: ({ year }) => sql`report.year = ${year}`,
        becomes: () => ({
          ...UNWRITTEN,
          author: NOBODY_NAMED,
          recorded_by: NULL,
          host_confirmed_by: NULL,
          accepted_by: NULL,
          override_reason: sql`case when report.override_reason is not null then '-' end`,
        }),
      },
    ],
  },
  {
    table: 'audit',
    rows: [
      { of: (person) => actsOn('report', alone(person)), becomes: () => WITHOUT_WORDS },
      {
        ofYear: (expired) => actsOn('report', ofYear(expired)),
        becomes: () => ({ ...WITHOUT_WORDS, actor: NOBODY_NAMED }),
      },
    ],
  },
  {
    table: 'outgoing',
    rows: [
      { ofYear: (expired) => sql`outgoing.ref ->> 'reportId' in (${ofYear(expired)})`, becomes: 'nothing' },
    ],
  },
  {
    table: 'telephone_line',
    rows: [{ ofYear: (expired) => sql`telephone_line.about in (${ofYear(expired)})`, becomes: 'nothing' }],
  },
];

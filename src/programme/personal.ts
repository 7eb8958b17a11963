import { sql } from 'kysely';
import { EMPTY, isOneOf, NOBODY_NAMED } from '../db/personal-sql.ts';
import { wordsOf } from '../i18n/words.ts';
import type { Personal } from '../people.ts';

const say = wordsOf({
  zh: { corrections: '您作的更正' },
  en: { corrections: 'Corrections that you made' },
});

export const personalInProgramme: readonly Personal[] = [
  { table: 'counter', harmless: ['kind'] },
  {
    table: 'year_correction',
    words: ['reason'],
    harmless: ['object', 'metric'],
    rows: [
      {
        title: (locale) => say(locale, 'corrections'),
        of: ({ accounts }) => isOneOf('year_correction.made_by', accounts),
        gives: ['made_at', 'year', 'no', 'object', 'metric', 'was', 'value', 'reason'],
      },
      {
        ofYear: ({ year }) => sql`year_correction.year = ${year}`,
        becomes: () => ({ reason: EMPTY, made_by: NOBODY_NAMED }),
      },
    ],
  },
  {
    table: 'programme_year',
    harmless: [
      ...['name', 'document_no', 'time_zone', 'channel_id', 'language', 'published_by', 'state'],
      ...['catalogue', 'own_days', 'rules', 'frozen'],
    ],
  },
];

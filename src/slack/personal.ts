import { sql } from 'kysely';
import { isOneOf, speaksOf } from '../db/personal-sql.ts';
import { wordsOf } from '../i18n/words.ts';
import type { Personal } from '../people.ts';

const say = wordsOf({
  zh: { drafts: '填写过的表单' },
  en: { drafts: 'Forms you filled in or began' },
});

export const personalInDrafts: readonly Personal[] = [
  {
    table: 'draft',
    words: ['typed'],
    harmless: ['kind', 'object_id'],
    rows: [
      {
        title: (locale) => say(locale, 'drafts'),
        of: ({ accounts }) => isOneOf('draft.user_id', accounts),
        gives: ['updated_at', 'kind', 'typed'],
        becomes: 'nothing',
      },
      // What a coordinator typed about them is kept elsewhere by now.
      {
        of: (person) => sql`draft.used_at is not null and ${speaksOf('draft.typed', person)}`,
        ofYear: ({ before }) => sql`draft.updated_at < ${before}::date`,
        becomes: 'nothing',
      },
    ],
  },
];

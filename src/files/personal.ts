import { sql } from 'kysely';
import { isOneOf, speaksOf } from '../db/personal-sql.ts';
import { wordsOf } from '../i18n/words.ts';
import type { Personal } from '../people.ts';

const say = wordsOf({
  zh: { files: '交给您的文件' },
  en: { files: 'Files handed to you' },
});

export const personalInFiles: readonly Personal[] = [
  {
    table: 'handed_file',
    words: ['name', 'title', 'rows'],
    harmless: ['cause', 'way', 'type', 'bytes', 'address', 'secret'],
    rows: [
      {
        title: (locale) => say(locale, 'files'),
        of: ({ accounts }) => isOneOf('handed_file.user_id', accounts),
        gives: ['made_at', 'title'],
        becomes: 'nothing',
      },
      // What a packed file says can't be looked through: each that still waits goes, and whoever wants it asks again.
      {
        of: (person) => sql`(handed_file.way <> 'rows' or ${speaksOf('handed_file.rows', person)}
          or ${speaksOf('handed_file.title', person)})`,
        becomes: 'nothing',
      },
    ],
  },
];

import { sql } from 'kysely';
import { isOneOf } from '../db/personal-sql.ts';
import { wordsOf } from '../i18n/words.ts';
import type { Personal } from '../people.ts';

const say = wordsOf({ zh: { imports: '您上传的名单' }, en: { imports: 'Lists that you uploaded' } });

/** Of a list that was applied only what became of each row is kept; a row that waits loses the name as other texts do. */
export const personalInImports: readonly Personal[] = [
  {
    table: 'import',
    words: ['file_name', 'unread', 'fault'],
    harmless: ['kind', 'state', 'language', 'file_id', 'file_hash', 'scopes'],
    rows: [
      {
        title: (locale) => say(locale, 'imports'),
        of: ({ accounts }) => isOneOf('import.uploaded_by', accounts),
        gives: ['uploaded_at', 'kind', 'file_name', 'state'],
        becomes: () => ({ file_name: sql`import.kind` }),
      },
    ],
  },
  {
    table: 'import_row',
    words: ['cells', 'faults', 'form', 'likely'],
    harmless: ['import_id', 'state', 'answer'],
    rows: [
      {
        of: ({ expertIds }) => isOneOf('import_row.object_id', expertIds),
        becomes: () => ({ cells: sql`'{}'::jsonb`, likely: sql`null` }),
      },
      {
        ofYear: ({ teamId, before }) => sql`import_row.import_id in (
          select i.id from import i where i.team_id = ${teamId} and i.uploaded_at < ${before}::date)`,
        becomes: 'nothing',
      },
    ],
  },
];

import { wordsOf } from '../i18n/words.ts';
import type { Personal } from '../room.ts';
import { isOneOf, WITHOUT_WORDS } from './personal-sql.ts';

const say = wordsOf({
  zh: { acts: '办理记录' },
  en: { acts: 'What you did, as the audit trail has it' },
});

/** An act stays for good, with an opaque id for whoever did it. */
export const personalInDb: readonly Personal[] = [
  {
    table: 'audit',
    words: ['details', 'object_id', 'cause'],
    harmless: ['act', 'on_behalf_of', 'object_kind', 'outcome'],
    rows: [
      {
        title: (locale) => say(locale, 'acts'),
        of: ({ accounts }) => isOneOf('audit.actor', accounts),
        gives: ['at', 'act', 'object_kind', 'object_id', 'outcome'],
        becomes: () => WITHOUT_WORDS,
      },
    ],
  },
  { table: 'disk_probe' },
];

import type { Personal } from '../people.ts';
import { isOneOf, WITHOUT_WORDS } from './personal-sql.ts';

/** An act stays for good, with an opaque id for whoever did it; what it is to its person, `directory/` says. */
export const personalInDb: readonly Personal[] = [
  {
    table: 'audit',
    words: ['details', 'object_id', 'cause'],
    harmless: ['act', 'on_behalf_of', 'object_kind', 'outcome'],
    rows: [
      {
        of: ({ accounts }) => isOneOf('audit.actor', accounts),
        becomes: () => WITHOUT_WORDS,
      },
    ],
  },
  { table: 'disk_probe' },
];

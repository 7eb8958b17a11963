import { sql } from 'kysely';
import { wordsOf } from '../i18n/words.ts';
import type { PeoplePart } from '../people.ts';
import { personalInDigests } from './personal.ts';

const say = wordsOf({
  zh: { digests: '{n} 个频道的周报设置' },
  en: { digests: 'the digest of {n} {n|channel|channels}' },
});

/** Whoever set a digest up reads it before it is posted. */
export const peopleInDigests: PeoplePart = {
  personal: personalInDigests,
  refers: [
    {
      to: ['account'],
      table: 'digest_channel',
      column: 'set_by',
      place: sql`coalesce('district:' || district, 'bureau:')`,
      say: (n, locale) => say(locale, 'digests', { n }),
    },
    { to: ['account'], table: 'digest_issue', column: 'by_user', row: ['digest_id', 'slot'], stays: true },
  ],
};

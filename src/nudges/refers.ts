import { sql } from 'kysely';
import { wordsOf } from '../i18n/words.ts';
import type { PeoplePart } from '../people.ts';
import { personalInNudges } from './personal.ts';

const say = wordsOf({
  zh: { handovers: '{n} 项别人转来的事' },
  en: { handovers: '{n} {n|duty|duties} that others passed on' },
});

export const peopleInNudges: PeoplePart = {
  personal: personalInNudges,
  refers: [
    {
      to: ['account'],
      table: 'nudge_handover',
      column: 'to_user',
      row: ['kind', 'object_id', 'from_user'],
      // What they passed on themselves comes back to them.
      ends: ({ into }) => sql`from_user = ${into}`,
      say: (n, locale) => say(locale, 'handovers', { n }),
    },
    {
      to: ['account'],
      table: 'nudge_handover',
      column: 'from_user',
      row: ['kind', 'object_id'],
      stays: true,
    },
    {
      to: ['expert', 'unit'],
      table: 'nudge_handover',
      column: 'object_id',
      row: ['kind', 'from_user'],
      once: true,
    },
    {
      to: ['expert', 'unit'],
      table: 'nudge',
      column: 'object_id',
      row: ['user_id', 'kind', 'stage'],
      once: true,
    },
    {
      to: ['account'],
      table: 'nudge',
      column: 'user_id',
      row: ['kind', 'object_id', 'stage'],
      stays: true,
    },
    {
      to: ['account'],
      table: 'nudge',
      column: 'of_user',
      row: ['user_id', 'kind', 'object_id', 'stage'],
      stays: true,
    },
    { to: ['account'], table: 'nudge_message', column: 'user_id', row: ['no'], stays: true },
    { to: ['account'], table: 'nudge_snooze', column: 'user_id', row: ['until'], stays: true },
  ],
};

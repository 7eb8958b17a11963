import { sql } from 'kysely';
import { wordsOf } from '../i18n/words.ts';
import type { PeoplePart } from '../people.ts';
import { personalInDemands } from './personal.ts';
import { listUnfinishedNeeds } from './unfinished.ts';

const say = wordsOf({
  zh: { needs: '{n} 条需求', contact: '{n} 条需求的联系人', posted: '{n} 条由其发布的需求' },
  en: {
    needs: '{n} {n|need|needs}',
    contact: 'contact of {n} {n|need|needs}',
    posted: '{n} {n|need|needs} that they posted',
  },
});

const PLACE = sql<string>`'district:' || district`;

export const peopleInDemands: PeoplePart = {
  personal: personalInDemands,
  listUnfinished: listUnfinishedNeeds,
  refers: [
    {
      to: ['unit'],
      table: 'demand',
      column: 'host_unit_id',
      say: (n, locale) => say(locale, 'needs', { n }),
    },
    {
      to: ['account'],
      table: 'demand',
      column: 'contact_user',
      place: PLACE,
      say: (n, locale) => say(locale, 'contact', { n }),
    },
    {
      to: ['account'],
      table: 'demand',
      column: 'poster',
      // What is over stays as it was posted.
      follows: () => sql`state not in ('rejected', 'cancelled', 'closed')`,
      place: PLACE,
      say: (n, locale) => say(locale, 'posted', { n }),
    },
    { to: ['account'], table: 'demand', column: 'recorded_by', stays: true },
    { to: ['expert'], table: 'slot', column: 'expert_id', row: ['demand_id', 'no'] },
  ],
};

import { sql } from 'kysely';
import type { PeoplePart } from '../people.ts';
import { personalInLinks } from './personal.ts';

export const peopleInLinks: PeoplePart = {
  personal: personalInLinks,
  refers: [
    { to: ['account'], table: 'answer_link', column: 'made_by', stays: true },
    {
      to: ['unit'],
      table: 'answer_link',
      column: 'organisation_id',
      // What one unit was asked about its experts isn't asked of another: an address that is still open is one no more.
      ends: () => sql`one.answered_at is null and one.ended_at is null`,
    },
  ],
};

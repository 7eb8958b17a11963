import { sql } from 'kysely';
import type { PeoplePart } from '../people.ts';
import { personalInDrafts } from './personal.ts';

/** What was begun about others is gone on with by whoever takes over, unless they have begun it, too. */
export const peopleInDrafts: PeoplePart = {
  personal: personalInDrafts,
  refers: [
    {
      to: ['account'],
      table: 'draft',
      column: 'user_id',
      follows: ({ into }) => sql`used_at is null and kind <> 'register_expert' and not exists (
        select 1 from draft other where other.team_id = draft.team_id and other.user_id = ${into}
          and other.kind = draft.kind and other.object_id is not distinct from draft.object_id
          and other.used_at is null)`,
    },
    { to: ['expert', 'unit'], table: 'draft', column: 'object_id' },
    { to: ['expert', 'unit'], table: 'draft', column: 'typed', within: 'json' },
    { to: ['account'], table: 'draft', column: 'typed', within: 'json', stays: true },
  ],
};

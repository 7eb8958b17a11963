import { sql } from 'kysely';
import type { PeoplePart } from '../people.ts';
import { personalInImports } from './personal.ts';

export const peopleInImports: PeoplePart = {
  personal: personalInImports,
  refers: [
    { to: ['account'], table: 'import', column: 'uploaded_by', stays: true },
    { to: ['account'], table: 'import', column: 'applied_by', stays: true },
    { to: ['account'], table: 'import', column: 'ended_by', stays: true },
    // What was made of it is another's now, and no longer the list's to take back.
    {
      to: ['expert', 'unit'],
      table: 'import_row',
      column: 'object_id',
      row: ['import_id', 'no'],
      ends: () => sql`true`,
    },
    { to: ['expert', 'unit'], table: 'import_row', column: 'form', within: 'json', row: ['import_id', 'no'] },
    {
      to: ['expert', 'unit'],
      table: 'import_row',
      column: 'likely',
      within: 'json',
      row: ['import_id', 'no'],
    },
    {
      to: ['account'],
      table: 'import_row',
      column: 'form',
      within: 'json',
      row: ['import_id', 'no'],
      stays: true,
    },
  ],
};

import type { PeoplePart } from '../people.ts';
import { personalInProgramme } from './personal.ts';

export const peopleInProgramme: PeoplePart = {
  personal: personalInProgramme,
  refers: [
    { to: ['account'], table: 'programme_year', column: 'created_by', row: ['year'], stays: true },
    { to: ['account'], table: 'programme_year', column: 'closed_by', row: ['year'], stays: true },
    { to: ['account'], table: 'year_correction', column: 'made_by', row: ['year', 'no'], stays: true },
  ],
};

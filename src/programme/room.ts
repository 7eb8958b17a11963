import type { Room } from '../room.ts';
import { peopleInProgramme } from './refers.ts';

export const programme: Room = {
  name: 'programme',
  tables: ['counter', 'year_correction', 'programme_year'],
  people: peopleInProgramme,
};

import type { Room } from '../room.ts';

export const programme: Room = {
  name: 'programme',
  tables: ['counter', 'year_correction', 'programme_year'],
};

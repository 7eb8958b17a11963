import type { Room } from '../room.ts';

export const programme: Room = {
  name: 'programme',
  tables: ['counter', 'programme_year'],
};

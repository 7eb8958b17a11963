import type { Room } from '../room.ts';
import { peopleInDb } from './refers.ts';

export const db: Room = {
  name: 'db',
  tables: ['audit', 'disk_probe'],
  people: peopleInDb,
};

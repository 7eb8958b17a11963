import type { Room } from '../room.ts';

export const db: Room = {
  name: 'db',
  tables: ['audit', 'disk_probe'],
};

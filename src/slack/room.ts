import type { Room } from '../room.ts';

export const slack: Room = {
  name: 'slack',
  tables: ['draft'],
};

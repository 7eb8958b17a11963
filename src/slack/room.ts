import type { Room } from '../room.ts';
import { peopleInDrafts } from './refers.ts';

export const slack: Room = {
  name: 'slack',
  tables: ['draft'],
  people: peopleInDrafts,
};

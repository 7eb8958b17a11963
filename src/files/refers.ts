import type { PeoplePart } from '../room.ts';

export const peopleInFiles: PeoplePart = {
  refers: [{ to: ['account'], table: 'handed_file', column: 'user_id', stays: true }],
};

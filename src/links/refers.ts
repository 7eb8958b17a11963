import type { PeoplePart } from '../room.ts';

export const peopleInLinks: PeoplePart = {
  refers: [{ to: ['account'], table: 'answer_link', column: 'made_by', stays: true }],
};

import type { PeoplePart } from '../room.ts';
import { personalInLinks } from './personal.ts';

export const peopleInLinks: PeoplePart = {
  personal: personalInLinks,
  refers: [{ to: ['account'], table: 'answer_link', column: 'made_by', stays: true }],
};

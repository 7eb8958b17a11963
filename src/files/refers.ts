import type { PeoplePart } from '../people.ts';
import { personalInFiles } from './personal.ts';

export const peopleInFiles: PeoplePart = {
  personal: personalInFiles,
  refers: [{ to: ['account'], table: 'handed_file', column: 'user_id', stays: true }],
};

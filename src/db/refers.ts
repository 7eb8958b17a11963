import type { PeoplePart } from '../people.ts';
import { personalInDb } from './personal.ts';

/** What the trail says of a thing (`object_id`, `details`) stays as it was when it happened, whatever is merged later. */
export const peopleInDb: PeoplePart = {
  personal: personalInDb,
  refers: [{ to: ['account'], table: 'audit', column: 'actor', stays: true }],
};

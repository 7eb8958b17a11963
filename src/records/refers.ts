import type { PeoplePart } from '../people.ts';
import { personalInRecords } from './personal.ts';

export const peopleInRecords: PeoplePart = {
  personal: personalInRecords,
  refers: [{ to: ['expert'], table: 'service_record', column: 'expert_id', row: ['leaf'] }],
};

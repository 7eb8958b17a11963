import type { PeoplePart } from '../room.ts';

export const peopleInRecords: PeoplePart = {
  refers: [{ to: ['expert'], table: 'service_record', column: 'expert_id', row: ['leaf'] }],
};

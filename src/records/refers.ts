import type { PeoplePart } from '../room.ts';

export const peopleInRecords: PeoplePart = {
  refers: [{ to: ['expert'], table: 'record', column: 'expert_id', row: ['leaf'] }],
};

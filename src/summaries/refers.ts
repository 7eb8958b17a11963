import type { PeoplePart } from '../people.ts';
import { personalInSummaries } from './personal.ts';

const VERSION = ['summary_id', 'version'];

export const peopleInSummaries: PeoplePart = {
  personal: personalInSummaries,
  refers: [
    { to: ['account'], table: 'yearly_summary', column: 'waived_by', stays: true },
    { to: ['account'], table: 'yearly_summary_version', column: 'submitted_by', row: VERSION, stays: true },
    { to: ['account'], table: 'yearly_summary_version', column: 'decided_by', row: VERSION, stays: true },
  ],
};

import type { PeoplePart } from '../people.ts';

export const peopleInDocuments: PeoplePart = {
  refers: [{ to: ['account'], table: 'document_job', column: 'asked_by', stays: true }],
};

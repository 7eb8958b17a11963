import type { PeoplePart } from '../people.ts';
import { personalInDocuments } from './personal.ts';

export const peopleInDocuments: PeoplePart = {
  personal: personalInDocuments,
  refers: [{ to: ['account'], table: 'document_job', column: 'asked_by', stays: true }],
};

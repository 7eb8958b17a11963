import type { PeoplePart } from '../people.ts';

export const peopleInPrivacy: PeoplePart = { refers: [], personal: [{ table: 'year_retention' }] };

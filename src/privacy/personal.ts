import type { PeoplePart } from '../room.ts';

export const peopleInPrivacy: PeoplePart = { refers: [], personal: [{ table: 'year_retention' }] };

import type { Db } from '../db/open.ts';
import type { Locale } from '../i18n/locale.ts';
import type { Programme } from '../programme/programme.ts';
import type { Room, YearPart } from '../room.ts';
import { say } from './words.ts';

/** How much of a room has to be done before a year can be closed. */
export interface Left {
  n: number;
  part: Pick<YearPart, 'sayLeft'>;
}

/** Every room that keeps years from being closed, in the order of the story. */
export function yearPartsOf(rooms: readonly Room[]): YearPart[] {
  return rooms.flatMap(({ year }) => year ?? []);
}

/** What is left of the year, room by room; each is named, also where nothing is. */
export async function countLeft(db: Db, rooms: readonly Room[], programme: Programme): Promise<Left[]> {
  const left: Left[] = [];
  for (const part of yearPartsOf(rooms)) left.push({ n: await part.countLeft(db, programme), part });
  return left;
}

export function isNothingLeft(left: readonly Left[]): boolean {
  return left.every(({ n }) => n === 0);
}

export function sayLeft(left: readonly Left[], locale: Locale): string {
  const said = left.map(({ n, part }) => part.sayLeft(n, locale));
  return say(locale, 'left', { what: said.join(say(locale, 'comma')) });
}

import type { Owed } from '../directory/owed.ts';
import type { Locale } from '../i18n/locale.ts';
import { joinNames } from '../i18n/words.ts';
import type { Programme } from '../programme/programme.ts';
import { keyOfUnit } from '../summaries/figures.ts';
import { UNITS, unitName } from '../summaries/summary.ts';
import { say } from './words.ts';

/** In which language, and with the place names of which year. */
export interface Naming {
  programme: Pick<Programme, 'year'>;
  locale: Locale;
}

/** Where each unit stands in the notice, by the key of its label. */
const RANKS = new Map(UNITS.map((unit, i) => [keyOfUnit(unit), i]));

/** As many duties as a line names. */
const MOST_NAMES = 3;

/** What the ledger calls a duty in every language: its number, or the key of the unit whose summary it is. */
export function labelOf({ words }: Owed): string {
  return words.number ?? words.unit ?? '';
}

/** The duty's name for its reader; undefined when it has none. */
export function nameDuty(owed: Owed, naming: Naming): string | undefined {
  return nameAll([labelOf(owed)], naming) || undefined;
}

/** All of them by name: units in the order of the notice, the others by number. */
export function nameAll(labels: readonly string[], naming: Naming): string {
  return joinNames(namesOf(labels, naming), naming.locale);
}

/** The first of them by name, and how many there are. */
export function nameSome(labels: readonly string[], naming: Naming): string {
  const names = namesOf(labels, naming);
  const more = names.length - MOST_NAMES;
  const first = joinNames(names.slice(0, MOST_NAMES), naming.locale);
  return more > 0 ? say(naming.locale, 'and_more', { names: first, n: names.length, more }) : first;
}

function namesOf(labels: readonly string[], { programme, locale }: Naming): string[] {
  return labels
    .toSorted((a, b) => rankOf(a) - rankOf(b) || (a < b ? -1 : 1))
    .map((label) => {
      const unit = UNITS[rankOf(label)];
      return unit ? unitName(unit, locale, programme.year) : label;
    });
}

function rankOf(label: string): number {
  return RANKS.get(label) ?? -1;
}

import type { Duty, Naming } from '../directory/duty.ts';
import { joinNames } from '../i18n/words.ts';
import type { DutyOwed } from './sources.ts';
import { say } from './words.ts';

/** As many duties as a line names. */
const MOST_NAMES = 3;

/** What the ledger calls a duty in every language. */
export function labelOf(owed: DutyOwed): string {
  return owed.duty.label(owed);
}

/** The duty's name for its reader; undefined when it has none. */
export function nameDuty(owed: DutyOwed, naming: Naming): string | undefined {
  return nameAll(owed.duty, [labelOf(owed)], naming) || undefined;
}

/** All of them by name, in the order of their kind. */
export function nameAll(duty: Duty, labels: readonly string[], naming: Naming): string {
  return joinNames(namesOf(duty, labels, naming), naming.locale);
}

/** The first of them by name, and how many there are. */
export function nameSome(duty: Duty, labels: readonly string[], naming: Naming): string {
  const names = namesOf(duty, labels, naming);
  const more = names.length - MOST_NAMES;
  const first = joinNames(names.slice(0, MOST_NAMES), naming.locale);
  return more > 0 ? say(naming.locale, 'and_more', { names: first, n: names.length, more }) : first;
}

function namesOf(duty: Duty, labels: readonly string[], naming: Naming): string[] {
  return labels
    .map((label) => ({ label, ...duty.name(label, naming) }))
    .toSorted((a, b) => a.rank - b.rank || (a.label < b.label ? -1 : 1))
    .map(({ name }) => name);
}

import type { Locale } from '../i18n/locale.ts';
import type { Filter, ListName } from './list.ts';
import { say } from './words.ts';

const STATES = {
  units: ['home_unit', 'host_unit', 'no_contact', 'no_level'],
  experts: ['registered', 'verified', 'returned', 'no_account'],
} as const;

/** By what each list can be narrowed, all of it first. */
export function statesOf(list: ListName): string[] {
  return ['all', ...STATES[list]];
}

/** In words; one that this release doesn't know is all. */
export function sayState({ list, state }: Pick<Filter, 'list' | 'state'>, locale: Locale): string {
  if (list === 'units') {
    const known = STATES.units.find((one) => one === state);
    return known ? say(locale, `units_${known}`) : say(locale, 'state_all');
  }
  const known = STATES.experts.find((one) => one === state);
  return known ? say(locale, `experts_${known}`) : say(locale, 'state_all');
}

import type { Locale } from '../i18n/locale.ts';
import { type Unit, unitName } from '../summaries/summary.ts';
import { say } from './words-year.ts';

/** Whose report it is: the whole programme's, or what one district or system hands in. */
export type ReportScope =
  | { kind: 'city' }
  | { kind: 'district'; slug: string }
  | { kind: 'system'; slug: string };

/** The unit that hands it in; undefined for the city. */
export function unitOf(scope: ReportScope): Unit | undefined {
  switch (scope.kind) {
    case 'city':
      return undefined;
    case 'district':
    case 'system':
      return { kind: scope.kind, slug: scope.slug };
  }
}

export function nameScope(scope: ReportScope, locale: Locale, year: number): string {
  const unit = unitOf(scope);
  return unit ? unitName(unit, locale, year) : say(locale, 'city');
}

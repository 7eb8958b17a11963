import type { Locale } from '../i18n/locale.ts';
import type { Typed } from '../slack/form.ts';
import type { Report } from './report.ts';
import { say } from './words.ts';

/**
 * Why a report can't be kept in the year of its last day: it belongs to another one, its year is closed, or isn't open
 * yet (the draft waits for it), or never was a year of this programme.
 */
export type YearFault = 'moved_year' | 'year_closed' | 'year_not_open' | 'no_such_year';

/** Under the last day of service. */
export function sayYearFault(
  fault: YearFault,
  { service_end: typed }: Typed,
  report: Pick<Report, 'number' | 'year'> | undefined,
  locale: Locale,
): string {
  const ended = String(typed).slice(0, 4);
  return say(locale, fault, { year: ended, number: report?.number ?? '', own: report?.year ?? ended });
}

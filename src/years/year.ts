import type { Programme } from '../programme/programme.ts';
import type { Correction } from '../summaries/frozen.ts';
import type { SummaryFigures } from '../summaries/summary.ts';
import type { Left } from './left.ts';
import type { Edited } from './settings-changes.ts';

/** A programme year as what somebody acts on. */
export function objectOf(year: number): { kind: 'programme_year'; id: string } {
  return { kind: 'programme_year', id: String(year) };
}

/** A year with what has to be done before it can be closed. */
export interface YearShown {
  programme: Programme;
  history: Edited[];
  /** Of a closed year: what counts for the city now, and the corrections since. */
  closed: { city: SummaryFigures; corrections: Correction[] } | undefined;
  left: readonly Left[];
}

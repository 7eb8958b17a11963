import type { Db } from '../db/open.ts';
import type { Locale } from '../i18n/locale.ts';
import type { Programme } from '../programme/programme.ts';
import type { Paper } from './paper.ts';

/** Whose report it is: the whole programme's, or what one district or system hands in. */
export type ReportScope =
  | { kind: 'city' }
  | { kind: 'district'; slug: string }
  | { kind: 'system'; slug: string };

export interface YearReportAsk {
  teamId: string;
  programme: Programme;
  scope: ReportScope;
  locale: Locale;
  now: Temporal.Instant;
  onProgress?: (done: number, total: number) => Promise<void> | void;
}

/** The report of a year, with the figures of the moment `now`. */
export async function readYearReport(_db: Db, ask: YearReportAsk): Promise<Paper> {
  throw new Error(`the report of ${ask.programme.year} is not written yet`);
}

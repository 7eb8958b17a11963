import { listOwedAnswers, listServicesAhead } from '../claims/owed-answers.ts';
import { listUnclaimedNeeds } from '../claims/owed-needs.ts';
import type { Db } from '../db/open.ts';
import type { Owed } from '../directory/owed.ts';
import type { Programme } from '../programme/programme.ts';
import {
  listOwedReportsOfAll,
  listReturnedReports,
  listUnconfirmedReports,
} from '../reports/owed-reports.ts';
import { listOwedSummaries } from '../summaries/obligations.ts';

/** What a room says is owed at a moment, or would be at a later one if nobody acted. */
export type OwedSource = (db: Db, programme: Programme, now: Temporal.Instant) => Promise<Owed[]>;

/** Every room that people owe something to. */
export const SOURCES: readonly OwedSource[] = [
  listOwedAnswers,
  listServicesAhead,
  listUnclaimedNeeds,
  listOwedReportsOfAll,
  listReturnedReports,
  listUnconfirmedReports,
  listOwedSummaries,
];

/** Everything owed; a source that fails is left out where `onTrouble` says so, and fails the whole where it doesn't. */
export async function collectOwed(
  db: Db,
  programme: Programme,
  now: Temporal.Instant,
  onTrouble?: (error: Error) => void,
): Promise<Owed[]> {
  const owed: Owed[] = [];
  for (const list of SOURCES) {
    try {
      owed.push(...(await list(db, programme, now)));
    } catch (error) {
      if (!onTrouble || !(error instanceof Error)) throw error;
      onTrouble(error);
    }
  }
  return owed;
}

import type { Db, Trx } from '../db/open.ts';
import { enqueueHomes } from '../directory/homes.ts';
import { listBureau } from '../directory/roles.ts';
import type { Programme } from '../programme/programme.ts';
import { findProgramme, programmeFor, programmeOf } from '../programme/repository.ts';
import type { Typed } from '../slack/form.ts';
import type { Report } from './report.ts';
import { isDate } from './report-form.ts';
import type { YearFault } from './year-fault.ts';

/** Where a report counts, by whose catalogue it is checked; `fault` where it can't be kept there. */
export interface ReportYear {
  programme: Programme;
  fault: YearFault | undefined;
}

interface Reader {
  teamId: string;
  reader: { tz: string };
}

/**
 * The year in which the report's service ended, whatever its need's (decision 28); a report that is kept stays in its
 * own. While the form has no such day the year for new things lends its words; undefined before set-up.
 */
export async function findReportYear(
  db: Db,
  { teamId, reader: { tz } }: Reader,
  { service_end: typed }: Typed,
  report: Pick<Report, 'year'> | undefined,
): Promise<ReportYear | undefined> {
  const date = typeof typed === 'string' && isDate(typed) ? typed : undefined;
  const ended = date === undefined ? undefined : Temporal.PlainDate.from(date).year;
  if (report) {
    const programme = await programmeOf(db, { teamId, year: report.year }, tz);
    return {
      programme,
      fault: ended === undefined || ended === report.year ? closed(programme) : 'moved_year',
    };
  }
  const own = date === undefined ? undefined : await programmeFor(db, { teamId, date }, tz);
  if (own) return { programme: own, fault: closed(own) };
  const programme = await findProgramme(db, teamId, tz);
  if (!programme || ended === undefined) return programme && { programme, fault: undefined };
  return { programme, fault: ended > Math.max(...programme.liveYears) ? 'year_not_open' : 'no_such_year' };
}

function closed({ state }: Programme): YearFault | undefined {
  return state === 'closed' ? 'year_closed' : undefined;
}

/** The bureau reads in Home which year reports wait for. */
export async function tellYearMissing(trx: Trx, teamId: string): Promise<void> {
  await enqueueHomes(trx, teamId, await listBureau(trx, teamId));
}

import type { ReadPaper, What } from './job.ts';
import { readConfirmation } from './papers/confirmation.ts';
import { readExperts } from './papers/experts.ts';
import { readNeeds } from './papers/needs.ts';
import { readOne } from './papers/one.ts';
import { readRecords } from './papers/records.ts';
import { readReports } from './papers/reports.ts';
import { readSummaries } from './papers/summaries.ts';
import { readWeek } from './papers/week.ts';
import { onlyUnit } from './reach.ts';
import { readYearReport } from './year-report.ts';

/** Each paper that can be asked for. One that is added is a line here, its word in `job.ts` and its sentences. */
export const SOURCES: Readonly<Record<What, ReadPaper>> = {
  year_report: (db, { programme, reach, locale, now, onProgress }) =>
    readYearReport(db, {
      teamId: programme.teamId,
      programme,
      scope: onlyUnit(reach) ?? { kind: 'city' },
      locale,
      now,
      onProgress,
    }),
  needs: readNeeds,
  experts: readExperts,
  reports: readReports,
  summaries: readSummaries,
  records: readRecords,
  week: readWeek,
  one: readOne,
  confirmation: readConfirmation,
};

import type { KnownBlock } from '@slack/types';
import { sql } from 'kysely';
import type { YearAsk, YearPart } from '../room.ts';
import { context } from '../slack/blocks.ts';
import { buildReportLine, reviewHint } from './blocks.ts';
import { coordinatorButtons } from './buttons.ts';
import { listUndecidedReports } from './listings.ts';
import type { Report } from './report.ts';
import { say } from './words.ts';

/** A report that waits, with who is asked about it and what a coordinator can do. */
export function buildReportLeft(report: Report, shown: Pick<YearAsk, 'locale' | 'programme'>): KnownBlock[] {
  const { locale } = shown;
  return [
    ...buildReportLine(report, shown),
    ...(report.state === 'returned' ? [] : [context(reviewHint(report, locale))]),
    ...coordinatorButtons(report, locale),
  ];
}

/** Reports that wait for anybody keep their year from being closed. */
export const reportsOfYear: YearPart = {
  async countLeft(db, { teamId, year }) {
    const { rows } = await sql<{ n: number }>`
      select count(*) as n from report r where r.team_id = ${teamId} and r.year = ${year}
        and (r.state not in ('accepted', 'voided') or r.amendment is not null)`.execute(db);
    return rows[0]?.n ?? 0;
  },
  sayLeft: (n, locale) => say(locale, 'year_left', { n }),
  async listLeft(db, { programme, locale }) {
    const reports = await listUndecidedReports(db, programme.teamId, programme.year);
    return reports.map((one) => buildReportLeft(one, { locale, programme }));
  },
};

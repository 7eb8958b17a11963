import type { KnownBlock } from '@slack/types';
import type { Db } from '../db/open.ts';
import { programmeOf } from '../programme/repository.ts';
import { expertButtons, hostButtons } from '../reports/buttons.ts';
import { findReport } from '../reports/listings.ts';
import { isObjectionable, type Report, type ReportAct } from '../reports/report.ts';
import { findReportAct } from '../reports/report-acts.ts';
import { aboutReport } from './about.ts';
import type { Content, TelephoneLine } from './line.ts';
import type { LineAsk } from './read.ts';

/** What is asked about a report, or what was done to it, while it is so. */
export async function readReportLine(
  db: Db,
  ask: LineAsk,
  { kind, ref }: TelephoneLine,
): Promise<Content | undefined> {
  const { teamId, locale } = ask;
  const report = await findReport(db, teamId, ref.reportId ?? '');
  if (!report) return undefined;
  const programme = await programmeOf(db, { teamId, year: report.year });
  const about = aboutReport(report, programme);
  switch (kind) {
    case 'report_request': {
      if (report.state !== 'submitted') return undefined;
      return { ...about, word: kind, values: {}, buttons: buttonsOf(hostButtons(report, locale)) };
    }
    case 'report_filed': {
      if (!isObjectionable(report)) return undefined;
      return { ...about, word: kind, values: {}, buttons: buttonsOf(expertButtons(report, locale)) };
    }
    default: {
      const act = await findReportAct(db, teamId, report.id, Number(ref.auditId));
      const word = act && wordOf(act, report);
      return word && { ...about, word, values: { reason: act.reason ?? '' }, buttons: [] };
    }
  }
}

function wordOf({ act }: ReportAct, { state }: Report) {
  const isAccepted = state === 'accepted';
  switch (act) {
    case 'file_report':
      return isAccepted || state === 'voided' ? undefined : ('report_recorded' as const);
    case 'return_report':
      return state === 'returned' ? ('report_returned' as const) : undefined;
    case 'accept_report':
    case 'override_host':
      return isAccepted ? ('report_accepted' as const) : undefined;
    case 'amend_report':
      return isAccepted ? ('report_amended' as const) : undefined;
    case 'void_report':
      return state === 'voided' ? ('report_voided' as const) : undefined;
    default:
      return undefined;
  }
}

function buttonsOf(rows: readonly KnownBlock[]) {
  return rows.flatMap((row) =>
    row.type === 'actions' ? row.elements.filter((one) => one.type === 'button') : [],
  );
}

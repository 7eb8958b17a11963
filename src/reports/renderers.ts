import type { Db } from '../db/open.ts';
import { programmeOf } from '../programme/repository.ts';
import type { Message } from '../slack/blocks.ts';
import type { RenderAsk, Rendered, Renderer } from '../slack/renderer.ts';
import type { Shown } from './blocks.ts';
import { findReport } from './listings.ts';
import { buildFiled, buildNotice, buildRequest, buildReview } from './message-blocks.ts';
import type { Report, ReportAct } from './report.ts';
import { findReportAct } from './report-acts.ts';

/** A view of the report as it stands when it is sent. */
function viewOf(build: (report: Report, act: ReportAct | undefined, shown: Shown) => Message): Renderer {
  return async (db: Db, { teamId, ref, locale, zone, offersLinks }: RenderAsk): Promise<Rendered> => {
    const report = await findReport(db, teamId, ref.reportId ?? '');
    if (!report) return undefined;
    const programme = await programmeOf(db, { teamId, year: report.year }, zone);
    const act = await findReportAct(db, teamId, report.id);
    return build(report, act, { locale: locale ?? programme.language, programme, offersLinks });
  };
}

/** What happened then, by the audit trail, whatever has happened since. */
async function renderNotice(db: Db, { teamId, ref, locale }: RenderAsk): Promise<Rendered> {
  const reportId = ref.reportId ?? '';
  const [report, act] = await Promise.all([
    findReport(db, teamId, reportId),
    findReportAct(db, teamId, reportId, Number(ref.auditId)),
  ]);
  return report && act && buildNotice(report, act, locale ?? 'zh');
}

export const reportsRenderers: Record<string, Renderer> = {
  report_request: viewOf(buildRequest),
  report_filed: viewOf(buildFiled),
  report_review: viewOf(buildReview),
  report_notice: renderNotice,
};

import type { Db } from '../db/open.ts';
import { isAssistant } from '../directory/acts-for.ts';
import { sayForWhom } from '../directory/assistant-views.ts';
import type { Locale } from '../i18n/locale.ts';
import { programmeOf } from '../programme/repository.ts';
import { context, type Message, message } from '../slack/blocks.ts';
import type { RenderAsk, Rendered, Renderer } from '../slack/renderer.ts';
import type { Shown } from './blocks.ts';
import { findReport } from './listings.ts';
import { buildFiled, buildNotice, buildRequest, buildReview } from './message-blocks.ts';
import type { Report, ReportAct } from './report.ts';
import { findReportAct } from './report-acts.ts';

/** What an expert would read, to the assistant who reads it in their place. */
function addressed(built: Message, { experts }: Report, target: string, locale: Locale): Message {
  const theirs = experts.find((one) => isAssistant(target, one) && one.userId === undefined);
  return theirs ? message(context(sayForWhom(theirs, locale)), built.blocks) : built;
}

/** A view of the report as it stands when it is sent. */
function viewOf(build: (report: Report, act: ReportAct | undefined, shown: Shown) => Message): Renderer {
  return async (db: Db, { teamId, target, ref, locale, zone, offersLinks }: RenderAsk): Promise<Rendered> => {
    const report = await findReport(db, teamId, ref.reportId ?? '');
    if (!report) return undefined;
    const programme = await programmeOf(db, { teamId, year: report.year }, zone);
    const act = await findReportAct(db, teamId, report.id);
    const shown = { locale: locale ?? programme.language, programme, offersLinks };
    return addressed(build(report, act, shown), report, target, shown.locale);
  };
}

/** What happened then, by the audit trail, whatever has happened since. */
async function renderNotice(db: Db, { teamId, target, ref, locale }: RenderAsk): Promise<Rendered> {
  const reportId = ref.reportId ?? '';
  const [report, act] = await Promise.all([
    findReport(db, teamId, reportId),
    findReportAct(db, teamId, reportId, Number(ref.auditId)),
  ]);
  const notice = report && act && buildNotice(report, act, locale ?? 'zh');
  return notice && addressed(notice, report, target, locale ?? 'zh');
}

export const reportsRenderers: Record<string, Renderer> = {
  report_request: viewOf(buildRequest),
  report_filed: viewOf(buildFiled),
  report_review: viewOf(buildReview),
  report_notice: renderNotice,
};

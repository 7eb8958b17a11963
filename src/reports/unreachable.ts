import { enqueueHomes } from '../directory/homes.ts';
import { enqueueView } from '../outbox/enqueue.ts';
import type { OnUnreachable } from '../slack/renderer.ts';
import { readReportAround } from './around-sql.ts';
import { findReport } from './listings.ts';
import { concernedBy, turnOf } from './tell.ts';

/** Whoever was to confirm or to accept a report is gone: whoever's turn it is without them is asked. */
const askStandIns: OnUnreachable = async (trx, { teamId, target, ref }) => {
  const report = await findReport(trx, teamId, ref.reportId ?? '');
  if (!report) return;
  const around = await readReportAround(trx, { teamId, userId: target }, report.id);
  const { hosts, coordinators } = concernedBy(report, around);
  await enqueueView(trx, ...turnOf(teamId, report, around));
  await enqueueHomes(trx, teamId, [...hosts, ...coordinators]);
};

export const reportsUnreachable: Readonly<Record<string, OnUnreachable>> = {
  report_request: askStandIns,
  report_review: askStandIns,
};

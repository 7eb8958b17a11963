import { findDemand } from '../demands/repository.ts';
import { enqueueHomes } from '../directory/homes.ts';
import type { OnUnreachable } from '../slack/renderer.ts';
import { findReport } from './listings.ts';
import { askWhoseTurn } from './tell.ts';

/** Whoever was to confirm or to accept a report is gone: whoever's turn it is without them is asked. */
const askStandIns: OnUnreachable = async (trx, { teamId, ref }) => {
  const report = await findReport(trx, teamId, ref.reportId ?? '');
  if (!report) return;
  const demand = report.demandId ? await findDemand(trx, teamId, report.demandId) : undefined;
  await enqueueHomes(trx, teamId, await askWhoseTurn(trx, teamId, report, demand));
};

export const reportsUnreachable: Readonly<Record<string, OnUnreachable>> = {
  report_request: askStandIns,
  report_review: askStandIns,
};

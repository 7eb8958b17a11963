import { findDemand } from '../demands/repository.ts';
import type { OnUnreachable } from '../slack/aftermath.ts';
import { askHomes } from '../slack/outbox.ts';
import { findReport } from './listings.ts';
import { askWhoseTurn } from './tell.ts';

/** Whoever was to confirm or to accept a report is gone: whoever's turn it is without them is asked. */
const askStandIns: OnUnreachable = async (trx, { teamId, ref }) => {
  const report = await findReport(trx, teamId, ref.reportId ?? '');
  if (!report) return;
  const demand = report.demandId ? await findDemand(trx, teamId, report.demandId) : undefined;
  await askHomes(trx, teamId, await askWhoseTurn(trx, teamId, report, demand));
};

export const reportsUnreachable: Readonly<Record<string, OnUnreachable>> = {
  report_request: askStandIns,
  report_review: askStandIns,
};

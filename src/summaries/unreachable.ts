import { enqueueHomes } from '../directory/homes.ts';
import type { OnUnreachable } from '../slack/renderer.ts';
import { findSummary } from './repository.ts';
import { askReview } from './tell.ts';

/** Whoever was to accept a summary is gone: the rest of the bureau is asked. */
const askStandIns: OnUnreachable = async (trx, { teamId, ref }) => {
  const summary = await findSummary(trx, teamId, ref.summaryId ?? '');
  if (summary) await enqueueHomes(trx, teamId, await askReview(trx, teamId, summary));
};

export const summariesUnreachable: Readonly<Record<string, OnUnreachable>> = { summary_review: askStandIns };

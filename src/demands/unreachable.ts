import { enqueueHomes } from '../directory/homes.ts';
import { askInstead } from '../outbox/aftermath.ts';
import type { OnUnreachable } from '../slack/renderer.ts';
import { isUndecided } from './demand.ts';
import { findDemand } from './repository.ts';
import { listReviewers } from './tell.ts';

/** Whoever was to check a need is gone: those who check it now are asked. */
const askStandIns: OnUnreachable = async (trx, asked) => {
  const { teamId, ref } = asked;
  const demand = await findDemand(trx, teamId, ref.demandId ?? '');
  if (!demand || !isUndecided(demand)) return;
  const reviewers = await listReviewers(trx, teamId, demand);
  await askInstead(trx, asked, reviewers);
  await enqueueHomes(trx, teamId, reviewers);
};

export const demandsUnreachable: Readonly<Record<string, OnUnreachable>> = { demand_review: askStandIns };

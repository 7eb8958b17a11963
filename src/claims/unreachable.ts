import { enqueueHomes } from '../directory/homes.ts';
import { enqueueView } from '../outbox/enqueue.ts';
import type { OnUnreachable } from '../slack/renderer.ts';
import { readCase } from './case-sql.ts';
import { marksOf, requestsOf } from './tell.ts';

/** Whoever was asked about a claim is gone: it is asked again, of those who stand in for them. */
const askStandIns: OnUnreachable = async (trx, { teamId, kind, ref }) => {
  const claimCase = await readCase(trx, teamId, ref.claimId ?? '');
  if (!claimCase) return;
  const isConsented = kind !== 'consent_request' || claimCase.consent !== undefined;
  await enqueueView(trx, ...requestsOf(teamId, claimCase, isConsented));
  await enqueueHomes(trx, teamId, marksOf(claimCase).people);
};

export const claimsUnreachable: Readonly<Record<string, OnUnreachable>> = {
  keep_request: askStandIns,
  consent_request: askStandIns,
  host_request: askStandIns,
};

import { enqueueHomes } from '../directory/homes.ts';
import type { OnUnreachable } from '../slack/renderer.ts';
import { findConsent } from './consent-sql.ts';
import { findClaim } from './file-sql.ts';
import { askNextInTurn, listWatchers } from './tell.ts';

/** Whoever was asked about a claim is gone: it is asked again, of those who stand in for them. */
const askStandIns: OnUnreachable = async (trx, { teamId, kind, ref }) => {
  const file = await findClaim(trx, teamId, ref.claimId ?? '');
  if (!file) return;
  const consented =
    kind !== 'consent_request' || (await findConsent(trx, teamId, file.claim.id)) !== undefined;
  await askNextInTurn(trx, teamId, file, { consented });
  await enqueueHomes(trx, teamId, await listWatchers(trx, teamId, file));
};

export const claimsUnreachable: Readonly<Record<string, OnUnreachable>> = {
  consent_request: askStandIns,
  host_request: askStandIns,
};

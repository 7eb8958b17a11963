import type { OnUnreachable } from '../slack/aftermath.ts';
import { askHomes } from '../slack/outbox.ts';
import { findClaim } from './listings.ts';
import { askNextInTurn, listWatchers } from './tell.ts';

/** Whoever was asked about a claim is gone: it is asked again, of those who stand in for them. */
const askStandIns: OnUnreachable = async (trx, { teamId, ref }) => {
  const file = await findClaim(trx, teamId, ref.claimId ?? '');
  if (!file) return;
  await askNextInTurn(trx, teamId, file);
  await askHomes(trx, teamId, await listWatchers(trx, teamId, file));
};

export const claimsUnreachable: Readonly<Record<string, OnUnreachable>> = {
  consent_request: askStandIns,
  host_request: askStandIns,
};

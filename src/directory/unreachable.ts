import { askInstead } from '../outbox/aftermath.ts';
import type { OnUnreachable } from '../slack/renderer.ts';
import { enqueueHomes } from './homes.ts';
import { findExpert } from './repository.ts';
import { listCoordinators } from './roles.ts';

/** Whoever was to verify a registration is gone: those who verify it now are asked. */
const askStandIns: OnUnreachable = async (trx, asked) => {
  const { teamId, ref } = asked;
  const expert = await findExpert(trx, teamId, ref.expertId ?? '');
  if (expert?.state !== 'registered') return;
  const coordinators = await listCoordinators(trx, teamId, { systems: [expert.system] });
  await askInstead(trx, asked, coordinators);
  await enqueueHomes(trx, teamId, coordinators);
};

export const directoryUnreachable: Readonly<Record<string, OnUnreachable>> = {
  registration_review: askStandIns,
};

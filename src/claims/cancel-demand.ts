import { actOnce, hasActed, recordAct } from '../db/audit.ts';
import type { Db } from '../db/open.ts';
import type { Demand } from '../demands/demand.ts';
import { enqueueHomes } from '../directory/homes.ts';
import { listExperts } from '../directory/repository.ts';
import { listCoordinators } from '../directory/roles.ts';
import { refreshView } from '../outbox/enqueue.ts';
import type { Decided, Doer } from './decide-claim.ts';
import { endClaims, markCancelled } from './repository.ts';
import {
  askCard,
  listWatchers,
  refreshInvitation,
  refreshRequests,
  tellNeedCancelled,
  tellNews,
} from './tell.ts';

/** The need is no longer there: what is live of it ends, its slots are free, and those concerned read why. */
export async function cancelDemand(db: Db, doer: Doer, demand: Demand, reason: string): Promise<Decided> {
  const { programme, userId: actor, onBehalfOf, now, cause } = doer;
  const { teamId } = programme;
  return actOnce(db, async (trx) => {
    const cancellation = { teamId, id: demand.id, reason, now };
    if (!(await markCancelled(trx, cancellation)))
      return (await hasActed(trx, teamId, cause)) ? 'repeated' : 'decided';
    const claims = await endClaims(trx, cancellation);
    const auditId = await recordAct(trx, {
      ...{ teamId, act: 'cancel_demand', actor, objectKind: 'demand', objectId: demand.id, now, cause },
      details: { reason, ended: claims.length },
      ...(onBehalfOf ? { onBehalfOf } : {}),
    });
    const experts = await listExperts(trx, teamId, [...new Set(claims.map(({ expertId }) => expertId))]);
    const telling = { teamId, auditId, actor };
    await tellNeedCancelled(trx, telling, demand);
    await refreshView(trx, teamId, `demand_review:${demand.id}:`);
    await askCard(trx, demand, programme);
    const watchers: (string | undefined)[] = [demand.poster, demand.contactUser];
    for (const claim of claims) {
      const expert = experts.find(({ id }) => id === claim.expertId);
      if (!expert) continue;
      await tellNews(trx, telling, 'need_cancelled', claim.id, [expert.userId]);
      await refreshRequests(trx, teamId, claim.id);
      await refreshInvitation(trx, teamId, { demand, expert });
      watchers.push(...(await listWatchers(trx, teamId, { claim, expert, demand })));
    }
    watchers.push(...(await listCoordinators(trx, teamId, { district: demand.district })));
    await enqueueHomes(trx, teamId, watchers, [demand.id, ...claims.map(({ id }) => id)]);
    return {};
  });
}

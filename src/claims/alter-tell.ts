import { contactAddress } from '../demands/contact.ts';
import type { Demand } from '../demands/demand.ts';
import { isPublic } from '../demands/demand.ts';
import type { DemandAround } from '../demands/entry-sql.ts';
import { cardOf, marksOf as marksOfDemand } from '../demands/tell.ts';
import { actsFor } from '../directory/acts-for.ts';
import { coordinatorsAround, reachable } from '../directory/around.ts';
import { type Said, THE_ACT } from '../outbox/act-sql.ts';
import type { Outgoing } from '../outbox/enqueue.ts';
import type { ClaimCase } from './case-sql.ts';
import type { Doer } from './enter.ts';
import { marksOf, newsOf, requestsOf } from './tell.ts';

/** Whose claims are asked about another date, have ended, or go on. */
interface Concerned {
  asked: (ClaimCase & { isCovered: boolean })[];
  ended: ClaimCase[];
  others: ClaimCase[];
}

interface About {
  /** As it is afterwards. */
  demand: Demand;
  around: DemandAround;
}

/** Whoever is asked reads the question, whoever is not one line; each person once, and never who did it. */
export function saidOf(doer: Doer, { demand, around }: About, { asked, ended, others }: Concerned): Said {
  const { programme, userId: actor, now } = doer;
  const { teamId } = programme;
  const moved = asked.map((one) => ({
    ...one,
    demand,
    claim: { ...one.claim, state: 'expert_pending' as const, movedAt: now },
  }));
  const over = ended.map((one) => ({ ...one, demand, claim: { ...one.claim, state: 'cancelled' as const } }));
  const marks = [marksOfDemand(demand, around), ...[...moved, ...over, ...others].map(marksOf)];
  const questions = moved.flatMap((one) => requestsOf(teamId, one, one.isCovered));
  const news = over.flatMap((one, i) =>
    newsOf(programme, { act: 'close_demand', actor }, (ended[i] ?? one).claim.state, one),
  );
  const owners = [demand.poster, contactAddress(demand)];
  const coordinators = coordinatorsAround(around, { district: demand.district });
  const experts = others.flatMap((one) =>
    actsFor(one.expert, one.around.gone).map((target) => ({ target, one })),
  );
  const known = new Set([
    actor,
    ...questions.map(({ target }) => target),
    ...news.map(({ target }) => target),
  ]);
  const told: Outgoing[] = [
    ...experts,
    ...[...reachable(around, owners), ...coordinators].map((target) => ({ target, one: undefined })),
  ]
    .filter(({ target }) => !known.has(target))
    .map(({ target, one }) => ({
      teamId,
      key: `notice:${THE_ACT}:${target}`,
      kind: 'demand_changed',
      target,
      ref: { demandId: demand.id, auditId: THE_ACT, claimId: one?.claim.id ?? '' },
    }));
  return {
    asked: [...(isPublic(demand) ? [cardOf(demand, programme)] : []), ...questions],
    told: [...news, ...told],
    views: marks.flatMap(({ views }) => views),
    people: marks.flatMap(({ people }) => people),
    about: marks.flatMap(({ about }) => about),
  };
}

import { actOnce, hasActed } from '../db/audit.ts';
import type { Db, Trx } from '../db/open.ts';
import { type Changeable, changeableOf, diffOf, withChange } from '../demands/changeable.ts';
import { type Demand, isAnotherDate } from '../demands/demand.ts';
import type { DemandAround, DemandCase } from '../demands/entry-sql.ts';
import { findDemand } from '../demands/repository.ts';
import { type ActAfter, DEMAND_TRANSITIONS, leadsFrom } from '../demands/transitions.ts';
import { today } from '../programme/programme.ts';
import {
  askAnew,
  type Before,
  endThese,
  lockNeed,
  recordAlteration,
  resizeSlots,
  type Written,
  writeNeed,
} from './alter-sql.ts';
import { saidOf } from './alter-tell.ts';
import { type ClaimCase, listLiveCases } from './case-sql.ts';
import type { Doer } from './enter.ts';

export interface Alteration {
  act: ActAfter;
  /** What the need is to say; where it isn't given, it stays as it is. */
  change?: Changeable;
  reason: string;
  /** When the row that was read was written last: what was changed since was not seen. */
  seen?: string | undefined;
}

export interface Altered {
  undo: number;
  /** So many experts are asked about another date. */
  asked: number;
}

/** 'decided': it is no longer the time for it; 'unseen': somebody changed it meanwhile; `held` slots can't go. */
export type AlterOutcome = Altered | 'repeated' | 'decided' | 'unseen' | { held: number };

/**
 * What is done to a need after its publication, as one transaction: the need, its slots, its claims, the audit row and
 * all that is said of it. Whoever agreed to a date that moved is asked anew, on the slot that they hold (designs 3).
 */
export async function alterNeed(
  db: Db,
  doer: Doer,
  { demand: { id }, around }: Pick<DemandCase, 'demand' | 'around'>,
  alteration: Alteration,
): Promise<AlterOutcome> {
  const { teamId } = doer.programme;
  return actOnce(db, async (trx) => {
    const locked = await lockNeed(trx, teamId, id);
    const demand = locked && (await findDemand(trx, teamId, id));
    if (!locked || !demand || !leadsFrom(alteration.act, demand))
      return (await hasActed(trx, teamId, doer.cause)) ? 'repeated' : 'decided';
    if (alteration.seen !== undefined && !isSameMoment(alteration.seen, locked.changedAt))
      return (await hasActed(trx, teamId, doer.cause)) ? 'repeated' : 'unseen';
    const claims = await listLiveCases(trx, teamId, id);
    return alterNow(trx, doer, { demand, around, claims, before: locked.before }, alteration);
  });
}

function isSameMoment(one: string, other: string): boolean {
  return Temporal.Instant.from(one).equals(Temporal.Instant.from(other));
}

interface Standing {
  demand: Demand;
  around: DemandAround;
  claims: ClaimCase[];
  before: Before;
}

async function alterNow(
  trx: Trx,
  doer: Doer,
  { demand, around, claims, before }: Standing,
  { act, change, reason }: Alteration,
): Promise<Altered | { held: number }> {
  const { programme, userId: actor, onBehalfOf, how, now, cause } = doer;
  const { teamId } = programme;
  const { to, claims: fate } = DEMAND_TRANSITIONS[act];
  const after = { ...whatBecomes(demand, act, change), state: to, reason };
  const isMoved = fate === 'asked_if_moved' && isAnotherDate(demand, after);
  const asked = isMoved ? claims.filter(({ isReported }) => !isReported) : [];
  const ended = fate === 'end' ? claims.filter((one) => !tookPlace(one, today(programme, now))) : [];

  if (after.expertSlots < claims.length) return { held: claims.length };
  const written: Written = { ...changeableOf(after), state: to, reason: to === 'published' ? null : reason };
  if (isMoved) written.moved_at = now;
  await writeNeed(trx, teamId, demand.id, written, now);
  if (
    after.expertSlots !== demand.expertSlots &&
    !(await resizeSlots(trx, teamId, demand.id, after.expertSlots))
  )
    throw new Error('a slot that nobody holds could not be taken away');
  const lastDay = after.serviceEnd ?? today(programme, now).toString();
  const covers = ({ consent }: ClaimCase) =>
    consent?.kind === 'blanket' && !consent.isOver && consent.until !== undefined && consent.until >= lastDay;
  if (asked.length > 0)
    await askAnew(
      trx,
      teamId,
      asked.map((one) => ({ id: one.claim.id, isCovered: covers(one) })),
      now,
    );
  if (ended.length > 0)
    await endThese(
      trx,
      teamId,
      ended.map(({ claim }) => claim.id),
      { reason, now },
    );

  const changed = diffOf(changeableOf(demand), changeableOf(after));
  const { time_text, service_start, service_end } = before.demand;
  const details = {
    number: demand.number,
    from: demand.state,
    reason,
    changed,
    was: { time_text, service_start, service_end },
    before,
  };
  const undo = await recordAlteration(
    trx,
    { teamId, act, actor, onBehalfOf, objectKind: 'demand', objectId: demand.id, now, cause, details, how },
    saidOf(
      doer,
      { demand: { ...after, reason }, around },
      {
        asked: asked.map((one) => ({ ...one, isCovered: covers(one) })),
        ended,
        others: claims.filter((one) => !asked.includes(one) && !ended.includes(one)),
      },
    ),
  );
  return { undo, asked: asked.length };
}

/** A need without a date has none at all. */
function whatBecomes(demand: Demand, act: ActAfter, change: Changeable | undefined): Demand {
  if (act === 'postpone_demand')
    return { ...demand, serviceStart: undefined, serviceEnd: undefined, claimDeadline: undefined };
  return change ? withChange(demand, change) : demand;
}

/** Confirmed, and begun or reported: what was served stays. */
export function tookPlace({ claim, demand, isReported }: ClaimCase, day: Temporal.PlainDate): boolean {
  if (isReported) return true;
  const { serviceStart, serviceEnd } = demand;
  const first = serviceStart ?? serviceEnd;
  return claim.state === 'confirmed' && first !== undefined && first <= day.toString();
}

import { DESK } from '../db/audit.ts';
import { type Demand, isOpenForClaims, isPublic } from '../demands/demand.ts';
import { cardKey } from '../demands/tell.ts';
import { coordinatorsAround, reachable } from '../directory/around.ts';
import type { Expert } from '../directory/expert.ts';
import { THE_ACT } from '../outbox/act-sql.ts';
import type { Outgoing } from '../outbox/enqueue.ts';
import type { Marks } from '../outbox/marks.ts';
import { type Programme, today } from '../programme/programme.ts';
import type { ClaimAround } from './case-sql.ts';
import type { Claim, ClaimState } from './claim.ts';
import { type ActOnClaim, CLAIM_TRANSITIONS, type Tell, type Transition } from './transitions.ts';

/** What is said of a claim depends on these alone. */
export interface Concerned {
  claim: Pick<Claim, 'id' | 'state'>;
  expert: Expert;
  demand: Demand;
  around: ClaimAround;
}

/**
 * Asks whoever is next in turn: the home unit, then the host; where nobody of them is on Slack, the coordinators, on its
 * behalf. A home unit that has not said yes to an instant service is asked as well, after the fact.
 */
export function requestsOf(teamId: string, concerned: Concerned, isConsented: boolean): Outgoing[] {
  const { claim, demand, around } = concerned;
  if (claim.state === 'home_unit_pending' || (claim.state === 'confirmed' && !isConsented))
    return askAll(teamId, 'consent_request', concerned, around.homeUnitUsers);
  if (claim.state === 'host_pending') return askAll(teamId, 'host_request', concerned, [demand.contactUser]);
  return [];
}

function askAll(
  teamId: string,
  kind: 'consent_request' | 'host_request',
  concerned: Concerned,
  named: readonly (string | undefined)[],
): Outgoing[] {
  const { claim, around } = concerned;
  const users = reachable(around, named);
  const targets = users.length > 0 ? users : listOthers(concerned);
  return targets.map((target) => ({
    teamId,
    key: `${kind}:${claim.id}:${target}`,
    kind,
    target,
    ref: { claimId: claim.id },
  }));
}

/** The coordinators concerned; never the expert, who can't decide about the own claim. */
function listOthers({ expert, demand, around }: Concerned): string[] {
  const { district } = demand;
  const coordinators = coordinatorsAround(around, { district, systems: [expert.system] });
  return coordinators.filter((userId) => userId !== expert.userId);
}

/**
 * The news that the table has for those it names, each person once; whoever did it reads the answer to their click
 * instead. What the desk did is told to people at work.
 *
 * @param was where the claim stood before, or stands if it is new.
 */
export function newsOf(
  programme: Programme,
  { act, actor }: { act: ActOnClaim; actor: string },
  was: ClaimState,
  concerned: Concerned,
): Outgoing[] {
  const { teamId } = programme;
  const { id } = concerned.claim;
  const { tells }: Transition = CLAIM_TRANSITIONS[act];
  return tells
    .filter(({ was: only }) => only === undefined || only === was)
    .flatMap(({ who, news }) => namedBy(who, concerned).map((target) => ({ target, news })))
    .filter(({ target }) => target !== actor)
    .map(({ target, news }) => ({
      teamId,
      key: `notice:${THE_ACT}:${id}:${target}`,
      kind: 'claim_notice',
      target,
      ref: { claimId: id, news },
      unprompted: actor === DESK,
    }));
}

function namedBy(who: Tell['who'], concerned: Concerned): string[] {
  const { expert, demand, around } = concerned;
  switch (who) {
    case 'expert':
      return reachable(around, [expert.userId]);
    case 'contact':
      return reachable(around, [demand.contactUser]);
    case 'coordinators':
      return listOthers(concerned);
  }
}

/** A line under the card: only what everybody may know. */
export function noteOf(
  programme: Programme,
  { act, actor, now }: { act: ActOnClaim; actor: string; now: Temporal.Instant },
  { claim, demand }: Concerned,
): Outgoing[] {
  const { note: what }: Transition = CLAIM_TRANSITIONS[act];
  if (!what || !isPublic(demand)) return [];
  if (what === 'expert_confirmed' && claim.state !== 'confirmed') return [];
  if (what === 'slot_free' && !isOpenForClaims(demand, today(programme, now))) return [];
  return [
    {
      teamId: programme.teamId,
      key: `notice:${THE_ACT}:thread`,
      kind: 'thread_note',
      target: programme.channelId,
      lane: `card:${demand.id}`,
      parentKey: cardKey(demand),
      ref: { claimId: claim.id, what },
      unprompted: actor === DESK,
    },
  ];
}

/** Where the claim stands is shown by its requests, the card and the Homes of those concerned; rounds know their own. */
export function marksOf(concerned: Concerned): Marks {
  const { claim, expert, demand, around } = concerned;
  const people = [expert.userId, demand.contactUser, demand.poster, ...around.homeUnitUsers];
  return {
    views: [`consent_request:${claim.id}:`, `host_request:${claim.id}:`, cardKey(demand)],
    people: [...people.filter((user) => user !== undefined), ...listOthers(concerned)],
    about: [claim.id, demand.id],
  };
}

import { DESK } from '../db/audit.ts';
import { contactAddress } from '../demands/contact.ts';
import { type Demand, isOpenForClaims, isPublic } from '../demands/demand.ts';
import { cardKey } from '../demands/tell.ts';
import { actsFor, isAssistant, ownSideOf } from '../directory/acts-for.ts';
import { coordinatorsAround, reachable } from '../directory/around.ts';
import type { Expert } from '../directory/expert.ts';
import { bureauAmong } from '../directory/roles.ts';
import { THE_ACT } from '../outbox/act-sql.ts';
import type { Outgoing } from '../outbox/enqueue.ts';
import type { Marks } from '../outbox/marks.ts';
import { calledIn } from '../outbox/telephone.ts';
import { type Programme, today } from '../programme/programme.ts';
import type { ClaimAround } from './case-sql.ts';
import type { Claim, ClaimState } from './claim.ts';
import type { Consent } from './consent.ts';
import type { ActOnClaim, Tell, Transition } from './transition.ts';
import { CLAIM_TRANSITIONS } from './transitions.ts';

/** What is said of a claim depends on these alone. */
export interface Concerned {
  claim: Pick<Claim, 'id' | 'state' | 'movedAt'>;
  expert: Expert;
  demand: Demand;
  around: ClaimAround;
  consent?: Consent | undefined;
}

/**
 * Asks whoever is next in turn: the expert and with them the home unit, where the date has moved; else the home unit, then the host; where nobody of them is on Slack, the coordinators, on its
 * behalf. A home unit that has not said yes to an instant service is asked as well, after the fact.
 */
export function requestsOf(teamId: string, concerned: Concerned, isConsented: boolean): Outgoing[] {
  const { claim, expert, demand, around } = concerned;
  // Without an employer the expert is asked for their own pledge, once the date stands.
  const consenters = expert.ownPledge ? pledgerOf(expert) : around.homeUnitUsers;
  if (claim.state === 'expert_pending')
    return [
      ...askAll(teamId, 'keep_request', concerned, actsFor(expert, around.gone)),
      ...(isConsented || expert.ownPledge ? [] : askAll(teamId, 'consent_request', concerned, consenters)),
    ];
  if (claim.state === 'home_unit_pending' || (claim.state === 'confirmed' && !isConsented))
    return askAll(teamId, 'consent_request', concerned, consenters);
  if (claim.state === 'host_pending')
    return askAll(teamId, 'host_request', concerned, [contactAddress(demand)]);
  return [];
}

/** Nobody pledges for the expert; without an account they are asked by telephone, or by whoever assists them. */
function pledgerOf({ id, userId, assistantUser }: Expert): string[] {
  return userId === undefined && assistantUser !== undefined ? [] : actsFor({ id, userId });
}

function askAll(
  teamId: string,
  kind: 'keep_request' | 'consent_request' | 'host_request',
  concerned: Concerned,
  named: readonly (string | undefined)[],
): Outgoing[] {
  const { claim, around } = concerned;
  const users = reachable(around, named);
  // Whoever is asked by telephone is answered for: the coordinators have the buttons.
  const isAsked = users.some((user) => calledIn(user) === undefined);
  const targets = isAsked ? users : [...users, ...listOthers(concerned)];
  // To be asked about another date is a new message, so that it is seen.
  const anew = claim.movedAt ? `:${claim.movedAt.epochMilliseconds}` : '';
  return targets.map((target) => ({
    teamId,
    key: `${kind}:${claim.id}:${target}${anew}`,
    kind,
    target,
    ref: { claimId: claim.id },
  }));
}

/** The coordinators concerned; never the expert or their assistant, who can't decide about the own claim. */
function listOthers({ expert, demand, around }: Concerned): string[] {
  const { district } = demand;
  const coordinators = coordinatorsAround(around, { district, systems: [expert.system] });
  return coordinators.filter((userId) => !ownSideOf(expert).includes(userId));
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
  const by = isAssistant(actor, concerned.expert) ? 'assistant' : 'others';
  const through: Record<string, string> = by === 'assistant' ? { assistant: actor } : {};
  return tells
    .filter(({ was: only }) => only === undefined || only === was)
    .filter(({ by: only }) => only === undefined || only === by)
    .flatMap(({ who, news }) => namedBy(who, concerned, { actor, was }).map((target) => ({ target, news })))
    .filter(({ target }) => target !== actor)
    .map(({ target, news }) => ({
      teamId,
      key: `notice:${THE_ACT}:${id}:${target}`,
      kind: 'claim_notice',
      target,
      ref: { claimId: id, news, ...through },
      unprompted: actor === DESK,
    }));
}

function namedBy(
  who: Tell['who'],
  concerned: Concerned,
  { actor, was }: { actor: string; was: ClaimState },
): string[] {
  const { claim, expert, demand, around, consent } = concerned;
  switch (who) {
    case 'expert':
      return actsFor(expert, around.gone);
    case 'contact':
      return reachable(around, [contactAddress(demand)]);
    case 'coordinators':
      return listOthers(concerned);
    case 'home_unit':
      // A colleague's answer stands on the request that they all have.
      return around.homeUnitUsers.includes(actor) ? [] : reachable(around, around.homeUnitUsers);
    case 'covering_unit': {
      if (consent?.kind !== 'blanket') return [];
      const users = reachable(around, around.homeUnitUsers);
      return users.length > 0 ? users : listOthers(concerned);
    }
    case 'asked': {
      const before = { ...concerned, claim: { ...claim, state: was } };
      return requestsOf('', before, consent !== undefined).map(({ target }) => target);
    }
    case 'deciders':
      return coordinatorsAround(around, { district: demand.district, systems: [] }).filter(
        (userId) => !ownSideOf(expert).includes(userId),
      );
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
  const people = [...ownSideOf(expert), demand.contactUser, demand.poster, ...around.homeUnitUsers];
  return {
    views: [
      ...(['keep_request', 'consent_request', 'host_request'] as const).map((kind) => `${kind}:${claim.id}:`),
      cardKey(demand),
    ],
    people: [...people.filter((user) => user !== undefined), ...listOthers(concerned)],
    about: [claim.id, demand.id],
  };
}

/** The same where it may be late for a coordinator, as a letter or a decision is: that stands in the bureau's Home. */
export function marksOfLate(concerned: Concerned): Marks {
  const marks = marksOf(concerned);
  return { ...marks, people: [...marks.people, ...bureauAmong(concerned.around.grants)] };
}

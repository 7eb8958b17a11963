import type { Demand } from '../demands/demand.ts';
import type { Expert } from '../directory/expert.ts';
import { lastMomentOf } from '../programme/programme.ts';
import { addWorkingTime, type Workplace } from '../programme/working-days.ts';

/**
 * What is stored of where a claim stands: waiting for one or the other, confirmed, confirmed but said not to have come
 * (and objected to), or ended in one of eight ways. It waits for the expert where the date has moved since they claimed.
 */
export type ClaimState =
  | 'expert_pending'
  | 'home_unit_pending'
  | 'home_unit_declined'
  | 'host_pending'
  | 'host_declined'
  | 'confirmed'
  | 'withdrawn'
  | 'cancelled'
  | 'expired'
  | 'no_show_reported'
  | 'no_show_objected'
  | 'no_show'
  | 'recalled'
  | 'report_waived';

/** The act of sitting down: one expert, one slot of one need, on the way through two consents. */
export interface Claim {
  id: string;
  /** RL-2013-0001: what people call it by. */
  number: string;
  demandId: string;
  expertId: string;
  slotNo: number;
  state: ClaimState;
  /** Why it ended, as whoever ended it wrote; not everybody may read it. */
  reason: string | undefined;
  /** What the expert answers to the report that they didn't come. */
  objection: string | undefined;
  claimedAt: Temporal.Instant;
  consentedAt: Temporal.Instant | undefined;
  confirmedAt: Temporal.Instant | undefined;
  endedAt: Temporal.Instant | undefined;
  /** When the date moved, and the expert was asked anew. */
  movedAt: Temporal.Instant | undefined;
  /** When the expert said yes to the date that moved. */
  keptAt: Temporal.Instant | undefined;
  /** Made in the expert's name by their assistant, of this Slack name. */
  throughAssistant?: string | undefined;
  /** Whoever was asked by a link would like another date: what they wrote, and when; see `otherDateOf`. */
  otherDate?: { text: string; at: Temporal.Instant } | undefined;
}

/** A claim with what is needed to speak of it. */
export interface ClaimFile {
  claim: Claim;
  expert: Expert;
  demand: Demand;
}

/** Who did something, as the audit trail has it. */
export interface Decider {
  act: string;
  who: string;
  at: Temporal.Instant;
  /** In the expert's name. */
  isAssistant?: boolean;
  /** Somebody without an account answered by a link that this person had made. */
  isByLink?: boolean;
}

/** Somebody said that the expert didn't come, and no coordinator has decided yet. */
export const SAID_ABSENT = ['no_show_reported', 'no_show_objected'] as const satisfies ClaimState[];

export function isSaidAbsent({ state }: Pick<Claim, 'state'>): boolean {
  return SAID_ABSENT.some((one) => one === state);
}

/** It goes on when the need has a date again; until then nobody can say yes or no to one. */
export function isResting({ claim, demand }: Pick<ClaimFile, 'claim' | 'demand'>): boolean {
  return demand.state === 'postponed' && claim.endedAt === undefined && !isSaidAbsent(claim);
}

/** What people do to a claim once it is there; each is an act of the permission table. */
export type ClaimAct =
  | 'give_consent'
  | 'record_consent'
  | 'own_pledge'
  | 'refuse_consent'
  | 'accept_expert'
  | 'decline_expert'
  | 'withdraw_claim'
  | 'keep_claim'
  | 'report_no_show'
  | 'object_no_show'
  | 'uphold_no_show'
  | 'dismiss_no_show'
  | 'waive_report'
  | 'recall_expert';

/** Working days in which the home unit, and then the host, answer; and the expert, where the date has moved (mission: decision 2). */
export const ANSWER_WITHIN = 5;

type Waiting = Pick<Claim, 'state' | 'claimedAt' | 'consentedAt' | 'movedAt' | 'keptAt'>;

/** Since when whoever is next in turn is asked; undefined when nobody is. */
function askedAt({ state, claimedAt, consentedAt, movedAt, keptAt }: Waiting): Temporal.Instant | undefined {
  if (state === 'expert_pending') return movedAt ?? claimedAt;
  if (state === 'home_unit_pending') return keptAt ?? claimedAt;
  return state === 'host_pending' ? (consentedAt ?? claimedAt) : undefined;
}

/** Which other date would suit whoever is asked now; undefined once the date has moved, or another is asked. */
export function otherDateOf(claim: Pick<Claim, 'otherDate'> & Waiting): string | undefined {
  const { otherDate } = claim;
  const since = askedAt(claim);
  return otherDate && since && Temporal.Instant.compare(since, otherDate.at) <= 0
    ? otherDate.text
    : undefined;
}

/** When an unanswered claim ends by itself: days count from when whoever is next in turn was asked. */
export function expiresAt(claim: Waiting, workplace: Workplace): Temporal.Instant | undefined {
  const since = askedAt(claim);
  return since && addWorkingTime(since, ANSWER_WITHIN, workplace);
}

/** What else decides whether a claim can still come to something. */
export interface Waited {
  claim: Waiting;
  demand: Pick<Demand, 'serviceEnd'>;
  /** The service took place. */
  isReported: boolean;
}

/**
 * When a claim that waits can no longer come to anything: with the last moment of the service, where one is known. Not
 * where somebody has recorded afterwards what took place, as coordinators may (decision 15).
 */
export function lapsesAt(
  { claim, demand, isReported }: Waited,
  { timeZone }: Workplace,
): Temporal.Instant | undefined {
  const since = askedAt(claim);
  if (!since || isReported || demand.serviceEnd === undefined) return undefined;
  const over = lastMomentOf(demand.serviceEnd, timeZone);
  return Temporal.Instant.compare(since, over) <= 0 ? over : undefined;
}

/** How a claim that waits ends by itself, and when. */
export interface Ending {
  act: 'expire_claim' | 'lapse_claim';
  due: Temporal.Instant;
}

/** Whichever comes first; undefined when nobody is asked. */
export function endingOf(waited: Waited, workplace: Workplace): Ending | undefined {
  const expires = expiresAt(waited.claim, workplace);
  const lapses = lapsesAt(waited, workplace);
  if (lapses && (!expires || Temporal.Instant.compare(lapses, expires) < 0))
    return { act: 'lapse_claim', due: lapses };
  return expires && { act: 'expire_claim', due: expires };
}

import { type Demand, isPublic } from '../demands/demand.ts';
import type { Expert } from '../directory/expert.ts';
import { addWorkingTime, type Workplace } from '../programme/working-days.ts';

/** What is stored of where a claim stands; waiting for one or the other, confirmed, or ended in one of five ways. */
export type ClaimState =
  | 'home_unit_pending'
  | 'home_unit_declined'
  | 'host_pending'
  | 'host_declined'
  | 'confirmed'
  | 'withdrawn'
  | 'cancelled'
  | 'expired';

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
  claimedAt: Temporal.Instant;
  consentedAt: Temporal.Instant | undefined;
  confirmedAt: Temporal.Instant | undefined;
  endedAt: Temporal.Instant | undefined;
}

/** A claim with what is needed to speak of it. */
export interface ClaimFile {
  claim: Claim;
  expert: Expert;
  demand: Demand;
}

/** What people do to a claim once it is there; each is an act of the permission table. */
export type ClaimAct =
  | 'give_consent'
  | 'record_consent'
  | 'refuse_consent'
  | 'accept_expert'
  | 'decline_expert'
  | 'withdraw_claim';

/** What becomes of a click on a slot; every refusal carries what its sentence says. */
export type ClaimOutcome =
  | { kind: 'claimed'; claim: Claim }
  | { kind: 'already_yours'; claim: Claim }
  | { kind: 'full' }
  /** A slot was still free a moment ago; `taker` only when that claim is confirmed and its name public. */
  | { kind: 'just_taken'; taker: string | undefined }
  | { kind: 'closed'; why: ClosedFor; on: string | undefined }
  | { kind: 'not_published' }
  | { kind: 'limit_reached'; used: number; limit: number }
  | { kind: 'paused' }
  | { kind: 'not_registered' }
  | { kind: 'not_verified' }
  | { kind: 'returned_registration'; reason: string }
  | { kind: 'repeated' };

/** Refusals that lie with the person and not with the need. */
export type ExpertRefusal = Extract<
  ClaimOutcome,
  { kind: 'not_registered' | 'not_verified' | 'returned_registration' | 'paused' }
>;
export type ClaimRefusal = Exclude<ClaimOutcome, { kind: 'claimed' }>;
export type ClosedFor = 'deadline' | 'cancelled' | 'served';

/** What a notice says; each is a sentence of its own in the reader's language. */
export const CLAIM_NEWS = [
  'consented',
  'unit_refused',
  'unit_refused_why',
  'confirmed',
  'confirmed_to_host',
  'host_declined',
  'host_declined_why',
  'withdrawn_for_you',
  'withdrawn',
  'need_cancelled',
  'unit_silent',
  'host_silent',
] as const;
export type ClaimNews = (typeof CLAIM_NEWS)[number];

/** A line under the card, for everybody. */
export type ThreadNote = 'expert_confirmed' | 'slot_free';

/** Why this person can't claim anything at all, whatever the need. */
export function refuseExpert(expert: Expert | undefined): ExpertRefusal | undefined {
  if (!expert) return { kind: 'not_registered' };
  if (expert.state === 'returned')
    return { kind: 'returned_registration', reason: expert.returnReason ?? '' };
  if (expert.state !== 'verified') return { kind: 'not_verified' };
  if (expert.maxActiveClaims === 0) return { kind: 'paused' };
  return undefined;
}

/** Why this need takes no claims, whoever asks. Days are inclusive, in the programme's zone. */
export function refuseDemand(
  { state, claimDeadline, serviceEnd }: Demand,
  today: Temporal.PlainDate,
): ClaimRefusal | undefined {
  if (state === 'cancelled') return { kind: 'closed', why: 'cancelled', on: undefined };
  if (state === 'closed') return { kind: 'closed', why: 'served', on: serviceEnd };
  if (state !== 'published') return { kind: 'not_published' };
  if (serviceEnd && serviceEnd < today.toString()) return { kind: 'closed', why: 'served', on: serviceEnd };
  if (claimDeadline && claimDeadline < today.toString())
    return { kind: 'closed', why: 'deadline', on: claimDeadline };
  return undefined;
}

/** Confirmed at once: granted by the coordinator who published it as an instant service; paper may follow. */
export function isInstant({ modes }: Demand): boolean {
  return modes.includes('instant');
}

/** Working days in which the home unit, and then the host, answer (mission: decision 2). */
export const ANSWER_WITHIN = 5;

/** When an unanswered claim ends by itself: days count from when whoever is next in turn was asked. */
export function expiresAt(
  { state, claimedAt, consentedAt }: Pick<Claim, 'state' | 'claimedAt' | 'consentedAt'>,
  workplace: Workplace,
): Temporal.Instant | undefined {
  if (state === 'home_unit_pending') return addWorkingTime(claimedAt, ANSWER_WITHIN, workplace);
  if (state === 'host_pending') return addWorkingTime(consentedAt ?? claimedAt, ANSWER_WITHIN, workplace);
  return undefined;
}

/** A click this soon after the last slot was taken was made on a card that still showed it free. */
const JUST_NOW = { minutes: 1 };

export function tookItJustNow(claimedAt: Temporal.Instant, now: Temporal.Instant): boolean {
  return Temporal.Instant.compare(claimedAt.add(JUST_NOW), now) >= 0;
}

/** Why a need suits an expert. */
export interface Fit {
  sameField: boolean;
  /** Kinds of need that the expert offers. */
  services: string[];
}

export function fitOf(
  demand: Pick<Demand, 'field' | 'needTypes'>,
  expert: Pick<Expert, 'field' | 'services'>,
): Fit {
  return {
    sameField: demand.field === expert.field,
    services: demand.needTypes.filter((type) => expert.services.includes(type)),
  };
}

/**
 * Same field first, then the more services the expert offers; among equals those without a card, which can be found
 * nowhere else, then in the order given: the nearer deadline first.
 */
export function rankForExpert(
  demands: readonly Demand[],
  expert: Pick<Expert, 'field' | 'services'>,
): Demand[] {
  return demands.toSorted((a, b) => {
    const [one, other] = [fitOf(a, expert), fitOf(b, expert)];
    return (
      Number(other.sameField) - Number(one.sameField) ||
      other.services.length - one.services.length ||
      Number(isPublic(a)) - Number(isPublic(b))
    );
  });
}

/** Why a need can't be claimed by an expert who may claim others. */
export type Hurdle =
  | { kind: 'already_yours'; number: string }
  | { kind: 'limit_reached'; used: number; limit: number };

/** What can be taken back of a claim, by the rules of `undo/`. */
export const UNDOABLE_CLAIM_ACTS = ['give_consent', 'accept_expert', 'withdraw_claim'] as const;

import type { Demand } from '../demands/demand.ts';
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

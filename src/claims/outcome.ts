import type { Demand } from '../demands/demand.ts';
import type { Expert } from '../directory/expert.ts';
import type { Programme } from '../programme/programme.ts';
import { hasMinimumTitle, type TitleLevel } from '../programme/rules.ts';
import type { BlockedDates } from './blocked.ts';
import type { Claim } from './claim.ts';
import type { Consent } from './consent.ts';

/** What becomes of a click on a slot; every refusal carries what its sentence says. */
export type ClaimOutcome =
  /** `by`: the home unit's yes in advance, by which it passed. */
  | { kind: 'claimed'; claim: Claim; by?: Consent | undefined }
  | { kind: 'already_yours'; claim: Claim }
  | { kind: 'full' }
  /** A slot was still free a moment ago; `taker` only when that claim is confirmed and its name public. */
  | { kind: 'just_taken'; taker: string | undefined }
  | { kind: 'closed'; why: ClosedFor; on: string | undefined }
  /** The date moved while they clicked: they claimed another one. */
  | { kind: 'moved'; demand: Demand }
  | { kind: 'not_published' }
  | { kind: 'limit_reached'; used: number; limit: number }
  | { kind: 'blocked'; dates: BlockedDates }
  | { kind: 'paused' }
  | { kind: 'title_too_low'; least: TitleLevel }
  | { kind: 'not_registered' }
  | { kind: 'not_verified' }
  | { kind: 'returned_registration'; reason: string }
  /** They have two, and haven't said for which of them they go. */
  | { kind: 'choose_employer'; expert: Expert }
  | { kind: 'repeated' };

/** Refusals that lie with the person and not with the need. */
export type ExpertRefusal = Extract<
  ClaimOutcome,
  { kind: 'not_registered' | 'not_verified' | 'returned_registration' | 'paused' | 'title_too_low' }
>;
export type ClaimRefusal = Exclude<ClaimOutcome, { kind: 'claimed' }>;
export type ClosedFor = 'deadline' | 'cancelled' | 'served' | 'postponed';

/** Why this person can't claim anything at all in this year, whatever the need. */
export function refuseExpert(
  expert: Expert | undefined,
  year: Pick<Programme, 'rules' | 'catalogue'>,
): ExpertRefusal | undefined {
  if (!expert) return { kind: 'not_registered' };
  if (expert.state === 'returned')
    return { kind: 'returned_registration', reason: expert.returnReason ?? '' };
  if (expert.state !== 'verified') return { kind: 'not_verified' };
  if (expert.maxActiveClaims === 0) return { kind: 'paused' };
  if (!hasMinimumTitle(year, expert.title)) return { kind: 'title_too_low', least: year.rules.minimumTitle };
  return undefined;
}

/** Why this need takes no claims, whoever asks. Days are inclusive, in the programme's zone. */
export function refuseDemand(
  { state, claimDeadline, serviceEnd }: Demand,
  today: Temporal.PlainDate,
): ClaimRefusal | undefined {
  if (state === 'cancelled') return { kind: 'closed', why: 'cancelled', on: undefined };
  if (state === 'closed') return { kind: 'closed', why: 'served', on: serviceEnd };
  if (state === 'postponed') return { kind: 'closed', why: 'postponed', on: undefined };
  if (state !== 'published') return { kind: 'not_published' };
  if (serviceEnd && serviceEnd < today.toString()) return { kind: 'closed', why: 'served', on: serviceEnd };
  if (claimDeadline && claimDeadline < today.toString())
    return { kind: 'closed', why: 'deadline', on: claimDeadline };
  return undefined;
}

/** A click this soon after the last slot was taken was made on a card that still showed it free. */
const JUST_NOW = { minutes: 1 };

export function tookItJustNow(claimedAt: Temporal.Instant, now: Temporal.Instant): boolean {
  return Temporal.Instant.compare(claimedAt.add(JUST_NOW), now) >= 0;
}

/** Why a need can't be claimed by an expert who may claim others. */
export type Hurdle =
  | { kind: 'already_yours'; number: string }
  | { kind: 'limit_reached'; used: number; limit: number }
  | { kind: 'blocked'; dates: BlockedDates };

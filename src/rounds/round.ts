import { z } from 'zod';
import { type Fit, fitOf } from '../claims/fit.ts';
import { type Demand, isOpenForClaims, type Seats } from '../demands/demand.ts';
import type { Expert } from '../directory/expert.ts';
import { partFor } from '../directory/permissions.ts';
import type { Grant } from '../directory/roles.ts';
import type { Locale } from '../i18n/locale.ts';
import { parseCount } from '../programme/quantity.ts';
import { addWorkingTime, nextWorkingMoment, type Workplace } from '../programme/working-days.ts';
import { say } from './words.ts';

/** A coordinator asks experts for one need, so many at a time, until it is filled or nobody fitting is left. */
export interface AskRound {
  id: string;
  demandId: string;
  waveSize: number;
  /** How many waves have gone out. */
  waves: number;
  /** Undefined once it has ended. */
  nextWaveAt: Temporal.Instant | undefined;
  endedBecause: EndReason | undefined;
  startedBy: string;
}

export type EndReason = 'filled' | 'closed' | 'nobody_left' | 'stopped';

export interface Invitation {
  expertId: string;
  name: string;
  employer: string;
  userId: string | undefined;
  wave: number;
  /** 'yes' while a slot is theirs; 'ended' when it was and no longer is. */
  answer: 'yes' | 'no' | 'ended' | undefined;
}

/** An expert who may be asked, with what decides the order. */
export interface Candidate {
  expert: Expert;
  /** Claims that are live; below the limit. */
  live: number;
  /** Invitations of the last weeks. */
  invited: number;
}

/** Working days in which the asked answer before the next are asked. */
export const ANSWER_DAYS = 2;

/** Nobody is asked for more needs than this in these days, and never twice for one need. */
export const TOO_OFTEN = { invitations: 2, days: 7 } as const;

/** More at once would be a mailing. */
export const LARGEST_WAVE = 20;
export const USUAL_WAVE = 3;

/**
 * The best fit first: same field, then the more of what is asked for the expert offers, then who was asked less of
 * late, then who has less going; among equals by name, so that a look twice gives one order.
 */
export function rankCandidates(demand: Demand, candidates: readonly Candidate[]): Candidate[] {
  const keyed = candidates.map((one) => ({ one, fit: fitOf(demand, one.expert) }));
  return keyed.toSorted((a, b) => compare(a, b)).map(({ one }) => one);
}

interface Keyed {
  one: Candidate;
  fit: Fit;
}

function compare(a: Keyed, b: Keyed): number {
  return (
    Number(b.fit.sameField) - Number(a.fit.sameField) ||
    b.fit.services.length - a.fit.services.length ||
    a.one.invited - b.one.invited ||
    a.one.live - b.one.live ||
    (a.one.expert.name < b.one.expert.name ? -1 : 1)
  );
}

/** What becomes of a round whose wave has had its time. */
export function endOf(
  demand: Demand,
  seats: Pick<Seats, 'free'>,
  today: Temporal.PlainDate,
): EndReason | undefined {
  if (!isOpenForClaims(demand, today)) return 'closed';
  return seats.free === 0 ? 'filled' : undefined;
}

/**
 * Why an invitation can come to nothing any more, whatever became of the asking: of a round that was stopped, or has asked
 * everybody, the invited may still come as long as the need takes claims.
 */
export function overFor(
  { endedBecause }: Pick<AskRound, 'endedBecause'>,
  demand: Demand,
  today: Temporal.PlainDate,
): EndReason | undefined {
  if (!isOpenForClaims(demand, today)) return 'closed';
  return endedBecause === 'filled' || endedBecause === 'closed' ? endedBecause : undefined;
}

/** Does this role let its holder ask experts for a need of the district, and stop others' asking? */
export function mayAskFor({ user_id: userId, role, scope }: Grant, district: string): boolean {
  const districts = role === 'district' ? [scope] : [];
  const actor = { userId, isAdmin: false, isGuest: false, bureau: role === 'bureau', districts, systems: [] };
  return partFor(actor, 'ask_experts', { district }) !== undefined;
}

/** The first wave goes out at once, unless nobody is at work. */
export function firstWaveAt(now: Temporal.Instant, workplace: Workplace): Temporal.Instant {
  return nextWorkingMoment(now, workplace);
}

export function nextWaveAfter(now: Temporal.Instant, workplace: Workplace): Temporal.Instant {
  return addWorkingTime(now, ANSWER_DAYS, workplace);
}

export interface Answers {
  yes: Invitation[];
  no: Invitation[];
  silent: Invitation[];
}

/** Who comes, who doesn't, and who may yet: somebody whose claim has ended is not waited for. */
export function sortAnswers(invitations: readonly Invitation[]): Answers {
  const of = (...answers: Invitation['answer'][]) =>
    invitations.filter(({ answer }) => answers.includes(answer));
  return { yes: of('yes'), no: of('no', 'ended'), silent: of(undefined) };
}

/** What a button that answers stands for: of a coordinator or an assistant also whose answer it is. */
export function answerValue({ id }: Pick<AskRound, 'id'>, expertId?: string): string {
  return expertId === undefined ? id : `${id}:${expertId}`;
}

export function answerOf(value: string): { roundId: string; expertId: string | undefined } {
  const [roundId = '', expertId] = value.split(':');
  return { roundId, expertId };
}

/** How many at once, as people write numbers (3, 三, 三位). */
export function roundSchema(locale: Locale) {
  return z.object({
    wave_size: z.string({ error: say(locale, 'wave_wrong') }).transform((value, context) => {
      const parsed = parseCount(value);
      if (parsed.ok && parsed.value >= 1 && parsed.value <= LARGEST_WAVE) return parsed.value;
      context.addIssue({ code: 'custom', message: say(locale, 'wave_wrong') });
      return z.NEVER;
    }),
  });
}

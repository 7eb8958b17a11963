import type { ClaimCase } from '../claims/case-sql.ts';
import { type ClaimFile, endingOf, isResting } from '../claims/claim.ts';
import { lastMomentOf, type Programme } from '../programme/programme.ts';
import type { ReportAround } from '../reports/around-sql.ts';
import type { Report } from '../reports/report.ts';

/**
 * Of whom what: the home unit whether the expert may go, the host whether it takes them, the host whether it was so; the
 * home unit whether all its experts may go, in advance.
 */
export type Asks = 'consent' | 'host' | 'report' | 'blanket';

export const ANSWERS = ['yes', 'no', 'other_date'] as const;
export type LinkAnswer = (typeof ANSWERS)[number];

/** What was said on the page. */
export interface GivenAnswer {
  answer: LinkAnswer;
  reason: string;
  /** 'YYYY-MM-DD': of a unit, until when it agrees. */
  until?: string | undefined;
}

/** An address by which somebody without an account answers one request, once. */
export interface AnswerLink {
  id: string;
  asks: Asks;
  claimId: string | undefined;
  reportId: string | undefined;
  unitId: string | undefined;
  /** 'YYYY-MM-DD': until when a unit is asked, and once it has said yes, until when it agrees. */
  until: string | undefined;
  madeBy: string;
  madeAt: Temporal.Instant;
  expiresAt: Temporal.Instant;
  endedAt: Temporal.Instant | undefined;
  answer: LinkAnswer | undefined;
  /** What was written with the answer. */
  reason: string;
  answeredAt: Temporal.Instant | undefined;
}

/** The request was answered in another way after the link was made. */
export interface SaidBefore {
  act: string;
  at: Temporal.Instant;
  /** Whose account it was, where a link was not the way. */
  who: string;
  isByLink: boolean;
}

/** A link with how its request stands. */
export interface FoundLink {
  link: AnswerLink;
  /** It is still asked, about the same date or the same report. */
  waits: boolean;
  said: SaidBefore | undefined;
}

/** What an address is worth now. 'none': it never was one, or is none any more; which of them nobody is told. */
export type LinkStanding =
  | { kind: 'none' }
  | { kind: 'open'; link: AnswerLink }
  | { kind: 'used'; link: AnswerLink }
  | { kind: 'said_before'; link: AnswerLink; said: SaidBefore };

export function standingOf(found: FoundLink | undefined, now: Temporal.Instant): LinkStanding {
  if (!found) return { kind: 'none' };
  const { link, waits, said } = found;
  if (link.answer) return { kind: 'used', link };
  if (link.endedAt || Temporal.Instant.compare(link.expiresAt, now) <= 0) return { kind: 'none' };
  if (waits) return { kind: 'open', link };
  return said ? { kind: 'said_before', link, said } : { kind: 'none' };
}

/** A home unit that is asked about all its experts, in advance. */
export interface AskedUnit {
  asks: 'blanket';
  unit: { id: string; name: string; system: string | undefined; contacts: string[] };
  /** Their names: whoever is verified today, and doesn't pledge themselves. */
  experts: string[];
  until: string;
  programme: Programme;
}

/** The thing that is asked about, with all whom it concerns. */
export type Asked =
  | { asks: 'consent' | 'host'; claimCase: ClaimCase; programme: Programme }
  | { asks: 'report'; report: Report; around: ReportAround; programme: Programme }
  | AskedUnit;

/** As much of it as is shown. */
export type AskedAbout =
  | { asks: 'consent' | 'host'; claimCase: ClaimFile; programme: Programme }
  | { asks: 'report'; report: Report; programme: Programme }
  | AskedUnit;

/** Who is asked about a claim today, if it is a side that may answer by a link. */
export function asksAboutClaim({
  claim,
  demand,
  expert,
  consent,
}: ClaimCase): 'consent' | 'host' | undefined {
  if (isResting({ claim, demand })) return undefined;
  if (claim.state === 'host_pending') return 'host';
  if (claim.state === 'home_unit_pending') return 'consent';
  // With the expert the home unit is asked anew, where the date has moved; of an instant service its yes follows.
  if (consent) return undefined;
  return claim.state === 'expert_pending' || (claim.state === 'confirmed' && !expert.ownPledge)
    ? 'consent'
    : undefined;
}

/** A report of a need whose host has yet to confirm. */
export function asksAboutReport({ state, demandId }: Pick<Report, 'state' | 'demandId'>): boolean {
  return state === 'submitted' && demandId !== undefined;
}

const AT_MOST = { hours: 14 * 24 };

/** With the request, and after fourteen days at the latest. */
export function expiryOf(asked: Asked, now: Temporal.Instant): Temporal.Instant {
  const latest = now.add(AT_MOST);
  const due = dueOf(asked);
  return due && Temporal.Instant.compare(due, latest) < 0 ? due : latest;
}

function dueOf(asked: Asked): Temporal.Instant | undefined {
  switch (asked.asks) {
    case 'consent':
    case 'host':
      return endingOf(asked.claimCase, asked.programme)?.due;
    case 'report':
      return undefined;
    case 'blanket':
      return lastMomentOf(asked.until, asked.programme.timeZone);
  }
}

/** Whose step the answer is. */
export function ownerOf(asks: Asks): 'home_unit' | 'host' {
  return asks === 'consent' || asks === 'blanket' ? 'home_unit' : 'host';
}

/**
 * Which answers a request takes: a service that took place has no other date, nor has what is agreed in advance. Where an
 * instant service was confirmed at once a yes alone is still owed; whoever doesn't agree has their expert recalled.
 */
export function answersOf(asked: AskedAbout): readonly LinkAnswer[] {
  switch (asked.asks) {
    case 'consent':
      return isOwed(asked) ? ['yes'] : ANSWERS;
    case 'host':
      return ANSWERS;
    case 'report':
    case 'blanket':
      return ['yes', 'no'];
  }
}

/** A yes that an instant service, confirmed at once, still owes. */
export function isOwed(asked: AskedAbout): boolean {
  return asked.asks === 'consent' && asked.claimCase.claim.state === 'confirmed';
}

/** By which acts each request is answered, whoever does it. */
export const ANSWERED_BY: Readonly<Record<Asks, readonly string[]>> = {
  consent: ['give_consent', 'record_consent', 'refuse_consent'],
  host: ['accept_expert', 'decline_expert'],
  report: ['confirm_report', 'object_report', 'override_host', 'return_report'],
  blanket: ['record_blanket'],
};

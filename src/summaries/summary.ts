import type { Actor, Whose } from '../directory/permissions.ts';
import type { Locale } from '../i18n/locale.ts';
import type { Figures } from '../programme/catalogue.ts';
import { DISTRICTS, districtName, SYSTEMS, systemName } from '../programme/places.ts';

/** An addressee of the notice that owes a yearly summary (clause 5(1)): 各区县、各系统. */
export interface Unit {
  kind: 'district' | 'system';
  slug: string;
}

/** All who owe one, in the order of the notice. */
export const UNITS: readonly Unit[] = [
  ...DISTRICTS.map(({ slug }): Unit => ({ kind: 'district', slug })),
  ...SYSTEMS.map(({ slug }): Unit => ({ kind: 'system', slug })),
];

/**
 * not_started → submitted → accepted; returned goes back to the unit, also after acceptance, to be corrected. What is the
 * unit's turn may be waived by the bureau: none is owed any more.
 */
export type SummaryState = 'not_started' | 'submitted' | 'returned' | 'accepted' | 'waived';

/**
 * From the unit's accepted reports: a district's are those that name it, a system's those with one of its experts, and
 * then only its own experts are counted. An activity in several units counts in each and once for the city (decision 6).
 */
export interface SummaryFigures {
  reports: number;
  /** Distinct experts. */
  experts: number;
  /** Pairs of expert and report. */
  personTimes: number;
  metrics: Figures;
}

export const NO_FIGURES: SummaryFigures = { reports: 0, experts: 0, personTimes: 0, metrics: {} };

/** What the unit writes. */
export interface SummaryContent {
  narrative: string;
  stories: string;
  news: string;
  /** 零报告: nothing was done, said formally; a valid summary (decision 5). */
  nil: boolean;
}

/** Size and root of the log of service records, the root in Base 64: whoever reads it is a witness. */
export interface PrintedHead {
  size: number;
  root: string;
}

/** One version as it was handed in, and what became of it. */
export interface Version extends SummaryContent {
  version: number;
  /** As they were at the moment of submission. */
  figures: SummaryFigures;
  /** How the log of service records stood at that moment; undefined before its first entry. */
  records: PrintedHead | undefined;
  submittedBy: string;
  /** Slack names, when they are known. */
  submitter: string | undefined;
  decider: string | undefined;
  /** The bureau handed it in for the unit (decision 11). */
  onBehalf: boolean;
  submittedAt: Temporal.Instant;
  outcome: 'returned' | 'accepted' | undefined;
  reason: string | undefined;
  decidedAt: Temporal.Instant | undefined;
}

export interface Summary {
  id: string;
  year: number;
  unit: Unit;
  /** The newest version. */
  latest: Version | undefined;
  /** Why none is owed, where the bureau said so. */
  waived: string | undefined;
  /** The unit's own deadline, where the bureau granted one. */
  extendedUntil: Temporal.Instant | undefined;
}

/** What decides where a summary stands. */
export type Standing = Pick<Summary, 'latest' | 'waived'>;

/** A summary with the figures of today: one line of the obligation matrix. */
export interface Obligation extends Summary {
  live: SummaryFigures;
}

/** How many of those who owe one stand where. */
export interface ObligationCounts {
  accepted: number;
  submitted: number;
  returned: number;
  notYet: number;
  /** Without those that were waived. */
  owed: number;
}

export function countStates(summaries: readonly Standing[]): ObligationCounts {
  const count = (state: SummaryState) => summaries.filter((one) => stateOf(one) === state).length;
  return {
    ...{ accepted: count('accepted'), submitted: count('submitted'), returned: count('returned') },
    notYet: count('not_started'),
    owed: summaries.length - count('waived'),
  };
}

export function stateOf({ latest, waived }: Standing): SummaryState {
  if (waived !== undefined) return 'waived';
  return latest ? (latest.outcome ?? 'submitted') : 'not_started';
}

/** It is the unit's turn. */
export function isOpen(summary: Standing): boolean {
  const state = stateOf(summary);
  return state === 'not_started' || state === 'returned';
}

/** Nothing is to be done about it any more, unless it is returned or owed again. */
export function isSettled(summary: Standing): boolean {
  const state = stateOf(summary);
  return state === 'accepted' || state === 'waived';
}

export function unitName({ kind, slug }: Unit, locale: Locale, year: number): string {
  return kind === 'district' ? districtName(slug, locale, year) : systemName(slug, locale);
}

/** Whose coordinators write it; where there are none, the bureau does. */
export function coordinatedBy({ kind, slug }: Unit): { district: string } | { systems: string[] } {
  return kind === 'district' ? { district: slug } : { systems: [slug] };
}

/** The same for the table of permissions, where a part that is left out means any district or system. */
export function whoseSummary(unit: Unit): Whose {
  return { district: '', systems: [], ...coordinatedBy(unit) };
}

/** The person coordinates this very unit; the bureau only stands in. */
export function isOwnUnit({ kind, slug }: Unit, { districts, systems }: Actor): boolean {
  return (kind === 'district' ? districts : systems).includes(slug);
}

/** Whether summaries are any of the person's business. */
export function coordinatesAny({ bureau, districts, systems }: Actor): boolean {
  return bureau || districts.length > 0 || systems.length > 0;
}

/** What the summary says today: frozen once handed in, alive while it is the unit's turn. */
export function figuresOf(obligation: Obligation): SummaryFigures {
  const { latest, live } = obligation;
  return latest && !isOpen(obligation) ? latest.figures : live;
}

/** Reports were accepted, amended or withdrawn since it was handed in. */
export function haveFiguresChanged(obligation: Obligation): boolean {
  return keyOf(figuresOf(obligation)) !== keyOf(obligation.live);
}

function keyOf({ metrics, reports, experts, personTimes }: SummaryFigures): string {
  const figures = Object.entries(metrics).filter(([, value]) => value !== 0);
  return JSON.stringify([reports, experts, personTimes, figures.toSorted(([a], [b]) => (a < b ? -1 : 1))]);
}

/**
 * Nobody accepts what they handed in as the unit's own coordinator. What the bureau hands in on a unit's behalf it may
 * accept itself, and so may whoever is the whole bureau: the record says so in both cases.
 */
export function mayAccept(
  { submittedBy, onBehalf }: Pick<Version, 'submittedBy' | 'onBehalf'>,
  userId: string,
  bureau: readonly string[],
): boolean {
  return submittedBy !== userId || onBehalf || bureau.every((one) => one === userId);
}

/** In the order of the notice. */
export function inOrder(summaries: readonly Summary[]): Summary[] {
  const rank = ({ unit }: Summary) =>
    UNITS.findIndex(({ kind, slug }) => kind === unit.kind && slug === unit.slug);
  return summaries.toSorted((a, b) => rank(a) - rank(b));
}

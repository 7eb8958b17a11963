import { type Demand, isPublic, type Seats } from '../demands/demand.ts';
import type { Locale } from '../i18n/locale.ts';
import { type Catalogue, type FamilyFigures, type Figures, figuresByFamily } from '../programme/catalogue.ts';
import { DISTRICTS } from '../programme/places.ts';
import type { SummaryState, Unit } from '../summaries/summary.ts';
import type { Change } from '../years/settings-changes.ts';
import type { FirstServices } from './burn-up.ts';

/** How far the year has come: distinct experts against the target, person-times beside it, never mixed (decision 1). */
export interface Progress {
  /** Distinct experts with an accepted report whose service ended inside the programme year. */
  experts: number;
  /** Pairs of expert and accepted report. */
  personTimes: number;
}

/** What a channel looks at; the whole programme when both are undefined. */
export interface Scope {
  district?: string | undefined;
  line?: string | undefined;
}

/** What has been done in a line or a district, or by the experts of a system. */
export interface Share {
  id: string;
  reports: number;
  experts: number;
}

/** What a line, a district or a system began with: needs published, or experts verified. */
export type Counts = Partial<Record<string, number>>;

/** What can be late: for home unit, host and expert, and for coordinators themselves. */
export const LATE_KINDS = [
  'consents',
  'answers',
  'reports',
  'reviews',
  'verifications',
  'acceptances',
  'papers',
] as const;

/** The same with what is for coordinators alone (designs 3). */
export const LATE_FOR_COORDINATORS = [...LATE_KINDS, 'no_shows'] as const;

/** What waits longer than it should, without names. */
export type OverdueCounts = Record<(typeof LATE_KINDS)[number], number>;

/** Yearly summaries handed in, of those that are owed. */
export interface Obligations {
  done: number;
  owed: number;
  /** The units that still owe theirs, in the order of the notice: not started, or returned. */
  notYet: Unit[];
}

/** What is left to do of a year before, which isn't closed yet. */
export interface StillOpen {
  year: number;
  /** Services of which no report speaks yet. */
  toFile: number;
  /** Reports that were handed in and aren't accepted. */
  toDecide: number;
  /** Whose yearly summary isn't accepted, in the order of the notice. */
  summaries: Unit[];
  /** Since the digest before. */
  changed: { reports: number; summaries: number };
}

export interface Digest extends Progress {
  scope: Scope;
  reports: number;
  /** Sums over the accepted reports; an activity in several districts counts once (decision 6). */
  totals: Figures;
  firsts: FirstServices;
  lines: Share[];
  /** A report stands in each of its districts, so these add up to more than the city's figure. */
  districts: Share[];
  systems: Share[];
  /** Needs published this year, by line and by district. */
  needs: { lines: Counts; districts: Counts };
  /** Experts who may claim, by system. */
  verified: Counts;
  /** The open needs with the nearest deadlines, never of a line that is private by default. */
  open: { demand: Demand; seats: Seats }[];
  openInAll: number;
  /** How much waits for somebody, without names. */
  waiting: { demands: number; claims: number; reports: number };
  overdue: OverdueCounts;
  obligations?: Obligations;
  /** Where the yearly summary of the scope's own district stands. */
  ownSummary?: SummaryState;
  /** The oldest first; absent while one year alone is open. */
  stillOpen?: StillOpen[];
  /** How the log of service records stands, its root in Base 64: who reads it is a witness; absent before the first one. */
  records?: { size: number; root: string };
}

/** What happened since the digest before; the first one has none. */
export interface Changes {
  needs: number;
  claims: number;
  reports: number;
  /** Yearly summaries handed in. */
  summaries: number;
  /** More experts than that digest counted. */
  experts: number;
  /** What else was done, by its act, in the order of `TOLD_ACTS`. */
  acts: { act: ToldAct; n: number }[];
  /** What of the year's settings everybody should know, as the bureau changed it. */
  settings: Change[];
}

/** What people did that has a line of its own in the next digest; a no-show is for coordinators alone. */
export const TOLD_ACTS = [
  ...(['change_demand', 'postpone_demand', 'reopen_demand', 'close_demand', 'grant_instant'] as const),
  ...(['follow_up'] as const),
  ...(['recall_expert', 'waive_report', 'amend_report', 'void_report'] as const),
  ...(['extend_summary', 'waive_summary', 'close_year', 'correct_year'] as const),
] as const;
export type ToldAct = (typeof TOLD_ACTS)[number];

/** Settings that the channel reads of; the others are the bureau's own. */
export const TOLD_SETTINGS = ['name', 'target_experts', 'deadline', 'labels', 'lines', 'extra_metrics'];

/** A typical deed that a coordinator accepted; told at most once in a channel. */
export interface Story {
  id: string;
  title: string;
  story: string;
  districts: string[];
}

/** What a digest may hold; `quiet_line` is one line in place of nothing when nothing is new. */
export const CONTENT = [
  ...(['progress', 'changes', 'open', 'overdue', 'coverage', 'outcomes', 'story', 'quiet_line'] as const),
] as const;
export type Content = (typeof CONTENT)[number];

export const USUAL_CONTENT: readonly Content[] = CONTENT.filter((one) => one !== 'quiet_line');

/** A channel's own digest: what it holds and when it comes. */
export interface DigestChannel extends Scope {
  teamId: string;
  id: string;
  /** The one that the channel had before the year turned: messages of it may still stand. */
  formerId?: string | undefined;
  channelId: string;
  enabled: boolean;
  weekday: number;
  time: string;
  language: Locale;
  /** What doesn't fit the first message goes into its thread, else below it. */
  threads: boolean;
  content: Content[];
  setBy: string;
  runsSince: Temporal.Instant;
  mutedAt: Temporal.Instant | undefined;
  mutedUntil: Temporal.Instant | undefined;
}

/** The year's lines whose needs may be named in public. */
export function publicLines({ action_lines }: Catalogue): string[] {
  return action_lines.map(({ id }) => id).filter((actionLine) => isPublic({ actionLine }));
}

/** As many open needs as a digest names. */
export const MOST_OPEN = 5;

/** An issue of a channel's digest, as it is to be read. */
export interface IssueView {
  channel: DigestChannel;
  digest: Digest;
  /** Undefined before anything was settled. */
  changes: Changes | undefined;
  story: Story | undefined;
  /** Who set it up, in the first one. */
  setUpBy: string | undefined;
  /** When it was due, in a late one. */
  lateSince: string | undefined;
}

/** The outcome families of clause 1 with what was reached in each, but for the figures that stand beside them. */
export function familyTotals(totals: Figures, catalogue: Catalogue): FamilyFigures[] {
  const beside = catalogue.metrics.filter((metric) => metric.beside).map(({ key }) => key);
  const among = Object.entries(totals).filter(([key]) => !beside.includes(key));
  return figuresByFamily(catalogue, Object.fromEntries(among));
}

/** The districts that have nothing yet, in the order of the notice. */
export function gapsIn(districts: readonly Share[]): string[] {
  const reached = new Set(districts.map(({ id }) => id));
  return DISTRICTS.map(({ slug }) => slug).filter((slug) => !reached.has(slug));
}

/** Whole percent of the target, rounded down: 299 of 300 is not yet 100. */
export function percentOf(experts: number, target: number): number {
  return Math.floor((experts / target) * 100);
}

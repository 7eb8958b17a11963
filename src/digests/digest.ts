import type { Demand, Seats } from '../demands/demand.ts';
import { ACTION_LINES, type Metric, type MetricKey, OUTCOME_FAMILIES } from '../programme/catalogue.ts';
import { DISTRICTS } from '../programme/places.ts';

/** How far the year has come: distinct experts against the target, person-times beside it, never mixed (decision 1). */
export interface Progress {
  /** Distinct experts with an accepted report whose service ended inside the programme year. */
  experts: number;
  /** Pairs of expert and accepted report. */
  personTimes: number;
}

/** What has been done in a line or a district. */
export interface Share {
  id: string;
  reports: number;
  experts: number;
}

export interface Digest extends Progress {
  reports: number;
  /** Sums over the accepted reports; an activity in several districts counts once (decision 6). */
  totals: Partial<Record<MetricKey, number>>;
  lines: Share[];
  /** A report stands in each of its districts, so these add up to more than the city's figure. */
  districts: Share[];
  /** The open needs with the nearest deadlines, never of a line that is private by default. */
  open: { demand: Demand; seats: Seats }[];
  openInAll: number;
  /** How much waits for somebody, without names. */
  waiting: { demands: number; claims: number; reports: number };
}

/** Clause 2(3): health care for high-level talents shows counts only. */
export const PUBLIC_LINES: readonly string[] = ACTION_LINES.map(({ id }) => id).filter(
  (id) => id !== 'talent_health',
);

/** As many open needs as a digest names. */
export const MOST_OPEN = 5;

export interface FamilyTotals {
  id: string;
  figures: { metric: Metric; value: number }[];
}

/** The four outcome families of clause 1 with what was reached in each; a family without a figure is left out. */
export function familyTotals(totals: Digest['totals'], metrics: readonly Metric[]): FamilyTotals[] {
  return OUTCOME_FAMILIES.filter(({ id }) => id !== 'reach')
    .map(({ id }) => ({
      id,
      figures: metrics
        .filter(({ family }) => family === id)
        .map((metric) => ({ metric, value: totals[metric.key] ?? 0 }))
        .filter(({ value }) => value > 0),
    }))
    .filter(({ figures }) => figures.length > 0);
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

import { z } from 'zod';
import type { SummaryFigures } from './summary.ts';

const figures = z.object({
  reports: z.number(),
  experts: z.number(),
  personTimes: z.number(),
  metrics: z.record(z.string(), z.number()),
});

const schema = z.object({ city: figures, units: z.record(z.string(), figures) });

/** What a year had reached when it was closed: for the city (shared activities once), and by `keyOfUnit`. */
export interface Frozen {
  city: SummaryFigures;
  units: Record<string, SummaryFigures>;
}

/** As they were kept; undefined for a year that isn't closed. */
export function frozenOf(stored: unknown): Frozen | undefined {
  const read = schema.safeParse(stored);
  return read.success ? read.data : undefined;
}

/** A mistake found later: what is right beside what was frozen (decision 28). */
export interface Correction {
  no: number;
  /** A report's number, 'district:<slug>', 'system:<slug>', or 'city'. */
  object: string;
  /** A metric's key, or one of the three counts. */
  metric: string;
  was: number;
  value: number;
  reason: string;
  madeAt: Temporal.Instant;
}

/** Counts that are no metric of the catalogue. */
export const COUNTS = ['experts', 'personTimes', 'reports'] as const;
export type Count = (typeof COUNTS)[number];

export function isCount(metric: string): metric is Count {
  return COUNTS.some((one) => one === metric);
}

export function figureOf(figures: SummaryFigures, metric: string): number {
  return isCount(metric) ? figures[metric] : (figures.metrics[metric] ?? 0);
}

/** What counts for the city by now: what was frozen, and each later correction's difference. */
export function correctedCity(frozen: Frozen, corrections: readonly Correction[]): SummaryFigures {
  const city = { ...frozen.city, metrics: { ...frozen.city.metrics } };
  for (const { object, metric, was, value } of corrections) {
    // What a unit's own figure says wrongly need not be wrong for the city: its activity may be another's as well.
    if (/^(?:district|system):/.test(object)) continue;
    if (isCount(metric)) city[metric] += value - was;
    else city.metrics[metric] = (city.metrics[metric] ?? 0) + value - was;
  }
  return city;
}

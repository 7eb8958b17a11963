import { COUNTS, type Correction, figureOf } from '../summaries/frozen.ts';
import type { SummaryFigures } from '../summaries/summary.ts';

/** What a unit's row says, and what it would say without corrections and today. */
export interface UnitFigures {
  /** With the corrections of the unit's own figures. */
  shown: SummaryFigures;
  /** As they were handed in; of whoever hasn't, as they are today. */
  handed: SummaryFigures;
  live: SummaryFigures;
}

export interface CityFigures {
  /** As they stand, corrections included. */
  shown: SummaryFigures;
  /** As they were frozen when the year was closed; before that, as they are today. */
  frozen: SummaryFigures;
  live: SummaryFigures;
}

/** Why the rows of all units don't add up to the city: units − shared + changed + corrected = city. */
export interface Reconciled {
  /** A metric's key, or one of the three counts. */
  metric: string;
  units: number;
  /** What several units count, and the city once. */
  shared: number;
  /** Accepted, amended or voided since the units handed in. */
  changed: number;
  /** Mistakes found after the year was closed. */
  corrected: number;
  city: number;
}

/** Each figure that anybody has, the three counts first, then in the order of the year's metrics. */
export function reconcile(
  units: readonly UnitFigures[],
  city: CityFigures,
  metrics: readonly string[],
): Reconciled[] {
  const known = new Set([...COUNTS, ...metrics]);
  const all = [...units.flatMap(({ shown, live }) => [shown, live]), city.shown, city.live];
  const others = all.flatMap((one) => Object.keys(one.metrics)).filter((key) => !known.has(key));
  return [...known, ...new Set(others)]
    .map((metric) => reconcileOne(units, city, metric))
    .filter(({ units: sum, shared, changed, city: once }) =>
      [sum, shared, changed, once].some((n) => n !== 0),
    );
}

function reconcileOne(units: readonly UnitFigures[], city: CityFigures, metric: string): Reconciled {
  const sum = (which: keyof UnitFigures) =>
    exact(units.reduce((so, one) => so + figureOf(one[which], metric), 0));
  const [shown, handed, live] = [sum('shown'), sum('handed'), sum('live')];
  const once = figureOf(city.shown, metric);
  const frozen = figureOf(city.frozen, metric);
  const today = figureOf(city.live, metric);
  return {
    metric,
    units: shown,
    shared: exact(live - today),
    changed: exact(live - handed + frozen - today),
    corrected: exact(once - frozen - (shown - handed)),
    city: once,
  };
}

/** Figures have two decimals at most; what floating point adds is none. */
function exact(value: number): number {
  return Math.round(value * 1e4) / 1e4 + 0;
}

/** A unit's figures with what was corrected of them. */
export function correctedUnit(
  handed: SummaryFigures,
  unit: string,
  corrections: readonly Correction[],
): SummaryFigures {
  const figures = { ...handed, metrics: { ...handed.metrics } };
  for (const { object, metric, value } of corrections) {
    if (object !== unit) continue;
    if (metric === 'reports' || metric === 'experts' || metric === 'personTimes') figures[metric] = value;
    else figures.metrics[metric] = value;
  }
  return figures;
}

/** What a unit handed in and what would be said today, where these differ. */
export interface LateChange {
  metric: string;
  handed: number;
  live: number;
}

export function lateChanges({ handed, live }: UnitFigures): LateChange[] {
  const metrics = new Set([...COUNTS, ...Object.keys(handed.metrics), ...Object.keys(live.metrics)]);
  return [...metrics]
    .map((metric) => ({ metric, handed: figureOf(handed, metric), live: figureOf(live, metric) }))
    .filter((one) => one.handed !== one.live);
}

import type { Locale } from '../i18n/locale.ts';
import { metricLabel } from '../programme/catalogue.ts';
import type { Programme } from '../programme/programme.ts';
import type { Correction } from '../summaries/frozen.ts';
import { type Obligation, stateOf, unitName } from '../summaries/summary.ts';
import type { Disagreement } from './check.ts';
import type { CityFigures, UnitFigures } from './reconcile.ts';
import type { SharedActivity } from './reconcile-sql.ts';
import { say } from './words-year.ts';
import type { ReportScope } from './year-report-scope.ts';
import type { FormCount, LineCount, Told } from './year-sql.ts';

/** A unit's line: its summary and its figures. */
export interface UnitLine extends UnitFigures {
  obligation: Obligation;
}

/** All that a report says beside its long lists, of one moment. */
export interface YearData {
  programme: Programme;
  scope: ReportScope;
  now: Temporal.Instant;
  /** Every district and system, in the order of the notice. */
  units: readonly UnitLine[];
  city: CityFigures;
  forms: readonly FormCount[];
  lines: readonly LineCount[];
  shared: readonly SharedActivity[];
  corrections: readonly Correction[];
  /** The numbers of reports that are corrected and of which nothing but figures is told. */
  untold: readonly string[];
  serviceIds: readonly string[];
  needIds: readonly string[];
  /** Needs that aren't listed: health care for high-level talents. */
  needsUnlisted: number;
  stories: readonly Told[];
  nextSteps: readonly Told[];
  disagreements: readonly Disagreement[];
}

/** Neither accepted nor waived: its figures may still change. */
export function isDraft({ obligation }: Pick<UnitLine, 'obligation'>): boolean {
  const state = stateOf(obligation);
  return state !== 'accepted' && state !== 'waived';
}

/** The unit whose report it is; undefined for the city. */
export function ownLine({ units, scope }: Pick<YearData, 'units' | 'scope'>): UnitLine | undefined {
  if (scope.kind === 'city') return undefined;
  const own = units.find(({ obligation: { unit } }) => unit.kind === scope.kind && unit.slug === scope.slug);
  if (!own) throw new Error('there is no such district or system');
  return own;
}

export function nameLine({ obligation }: Pick<UnitLine, 'obligation'>, locale: Locale): string {
  return unitName(obligation.unit, locale, obligation.year);
}

/** A metric, or one of the three counts. */
export function nameFigure(metric: string, { catalogue }: Programme, locale: Locale): string {
  switch (metric) {
    case 'reports':
      return say(locale, 'count_reports');
    case 'experts':
      return say(locale, 'count_experts');
    case 'personTimes':
      return say(locale, 'count_person_times');
    default:
      return metricLabel(catalogue.metrics, metric, locale);
  }
}

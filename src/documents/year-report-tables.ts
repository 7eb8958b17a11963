import type { Locale } from '../i18n/locale.ts';
import { keyOfUnit } from '../summaries/figures.ts';
import { type SummaryFigures, stateOf } from '../summaries/summary.ts';
import type { Cell, PaperTable } from './paper.ts';
import { say } from './words-year.ts';
import { isDraft, nameLine, ownLine, type UnitLine, type YearData } from './year-report-data.ts';

/** Metrics of the official list, in its order, beside what stands before them. */
const METRICS = [
  'units_served',
  'problems_solved',
  'achievements_transferred',
  'agreements_signed',
  'trained_persons',
  'clinic_visits',
  'service_persons',
  'economic_benefit_wan',
] as const;

/** 年度情况汇总表: a row for each district and system, or for the one whose report it is. */
export function buildYearTable(data: YearData, locale: Locale): PaperTable {
  const own = ownLine(data);
  const rows = (own ? [own] : data.units).map((line, i) => [
    i + 1,
    nameWithMark(line, locale),
    ...figuresIn(line.shown, keyOfUnit(line.obligation.unit), data, locale),
  ]);
  const table = {
    kind: 'table' as const,
    title: say(locale, 'year_table'),
    columns: columnsOf(locale),
    rows,
  };
  const rules = [say(locale, 'rule_experts'), say(locale, 'rule_forms')];
  const corrected = data.corrections.length > 0 ? [say(locale, 'rule_corrected')] : [];
  if (own) return { ...table, notes: [...rules, ...corrected] };
  return {
    ...table,
    total: [null, say(locale, 'total_once'), ...figuresIn(data.city.shown, 'city', data, locale)],
    notes: [say(locale, 'rule_once'), say(locale, 'rule_frozen'), ...rules, ...corrected],
  };
}

function columnsOf(locale: Locale): PaperTable['columns'] {
  const before = ['experts', 'person_times', 'teams', 'lectures', 'bases', 'reports'] as const;
  return [
    { heading: say(locale, 'no'), width: 3 },
    { heading: say(locale, 'unit'), width: 9 },
    ...before.map((key) => ({ heading: say(locale, key), width: 5 })),
    ...METRICS.map((key) => ({ heading: say(locale, key), width: 5 })),
  ];
}

function figuresIn(
  { experts, personTimes, reports, metrics }: SummaryFigures,
  unit: string,
  { forms, programme }: YearData,
  locale: Locale,
): Cell[] {
  const formOf = (id: string) => forms.find((one) => one.unit === unit && one.form === id);
  const lecture = formOf('lecture');
  const known = new Set(programme.catalogue.metrics.map(({ key }) => key));
  return [
    experts,
    personTimes,
    formOf('service_team')?.reports ?? 0,
    `${lecture?.reports ?? 0}/${lecture?.persons ?? 0}`,
    // No base is registered anywhere: it is filled in by hand.
    say(locale, 'none'),
    reports,
    // A year may ask for another list of figures: what it never asked for is none, and no zero.
    ...METRICS.map((key) => metrics[key] ?? (known.has(key) ? 0 : say(locale, 'none'))),
  ];
}

function nameWithMark(line: UnitLine, locale: Locale): string {
  const { obligation } = line;
  const unit = nameLine(line, locale);
  if (isDraft(line)) return say(locale, 'mark_draft', { unit });
  if (stateOf(obligation) === 'waived') return say(locale, 'mark_waived', { unit });
  return obligation.latest?.nil ? say(locale, 'mark_nil', { unit }) : unit;
}

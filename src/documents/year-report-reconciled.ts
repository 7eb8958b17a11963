import { isReduced } from '../demands/demand.ts';
import type { Locale } from '../i18n/locale.ts';
import { joinNames } from '../i18n/words.ts';
import { labelOf } from '../programme/catalogue.ts';
import { districtName, systemName } from '../programme/places.ts';
import { showDate, today } from '../programme/programme.ts';
import { keyOfUnit } from '../summaries/figures.ts';
import { unitName } from '../summaries/summary.ts';
import type { Annex, PaperBlock, PaperTable } from './paper.ts';
import { lateChanges, type Reconciled, reconcile } from './reconcile.ts';
import { say } from './words-year.ts';
import { nameFigure, nameLine, ownLine, type YearData } from './year-report-data.ts';

/** Why the rows don't add up to the city, and of which activities that is. */
export function buildReconciliation(data: YearData, locale: Locale): Annex {
  const metrics = data.programme.catalogue.metrics.map(({ key }) => key);
  const rowsOf = (kind: 'district' | 'system') =>
    reconcile(
      data.units.filter(({ obligation }) => obligation.unit.kind === kind),
      data.city,
      metrics,
    );
  return {
    title: say(locale, 'reconcile_annex'),
    blocks: [
      reconciledTable(say(locale, 'reconcile_districts'), rowsOf('district'), data, locale),
      reconciledTable(say(locale, 'reconcile_systems'), rowsOf('system'), data, locale),
      sharedTable(data, locale),
    ],
  };
}

function reconciledTable(
  title: string,
  rows: readonly Reconciled[],
  { programme }: YearData,
  locale: Locale,
): PaperTable {
  const heads = ['sum_of_units', 'less_shared', 'plus_changed', 'plus_corrected', 'city_total'] as const;
  return {
    kind: 'table',
    title,
    columns: [
      { heading: say(locale, 'figure'), width: 10 },
      ...heads.map((key) => ({ heading: say(locale, key), width: 6 })),
      { heading: say(locale, 'why'), width: 14 },
    ],
    rows: rows.map((one) => [
      nameFigure(one.metric, programme, locale),
      one.units,
      one.shared,
      one.changed,
      one.corrected,
      one.city,
      explain(one, locale),
    ]),
    notes: [say(locale, 'reconcile_note')],
  };
}

function explain({ metric, shared, changed, corrected }: Reconciled, locale: Locale): string {
  return [
    ...(shared === 0 ? [] : [say(locale, metric === 'experts' ? 'why_shared_experts' : 'why_shared')]),
    ...(changed === 0 ? [] : [say(locale, 'why_changed')]),
    ...(corrected === 0 ? [] : [say(locale, 'why_corrected')]),
  ].join(say(locale, 'list_separator'));
}

function sharedTable({ shared, programme }: YearData, locale: Locale): PaperTable {
  const { catalogue, year } = programme;
  return {
    kind: 'table',
    title: say(locale, 'shared_table'),
    columns: [
      { heading: say(locale, 'number'), width: 7 },
      { heading: say(locale, 'activity'), width: 15 },
      { heading: say(locale, 'shared_districts'), width: 12 },
      { heading: say(locale, 'shared_systems'), width: 12 },
    ],
    rows: shared.map(({ number, title, line, confidential, districts, systems }) => [
      number,
      isReduced({ actionLine: line, confidential }) ? labelOf(catalogue.action_lines, line, locale) : title,
      joinNames(
        districts.map((slug) => districtName(slug, locale, year)),
        locale,
      ),
      joinNames(
        systems.map((slug) => systemName(slug, locale)),
        locale,
      ),
    ]),
  };
}

/** What changed since units handed in, and what was corrected after the year was closed; undefined when nothing was. */
export function buildLate(data: YearData, locale: Locale): Annex | undefined {
  const blocks: PaperBlock[] = [...lateTable(data, locale), ...correctionsTable(data, locale)];
  return blocks.length > 0 ? { title: say(locale, 'late_annex'), blocks } : undefined;
}

function lateTable(data: YearData, locale: Locale): PaperTable[] {
  const own = ownLine(data);
  const rows = (own ? [own] : data.units).flatMap((line) =>
    lateChanges(line).map(({ metric, handed, live }) => [
      nameLine(line, locale),
      nameFigure(metric, data.programme, locale),
      handed,
      live,
      Math.round((live - handed) * 1e4) / 1e4,
    ]),
  );
  if (rows.length === 0) return [];
  const heads = ['unit', 'figure', 'handed_in', 'today', 'difference'] as const;
  const columns = heads.map((key, i) => ({ heading: say(locale, key), width: i < 2 ? 12 : 6 }));
  return [{ kind: 'table', title: say(locale, 'late_table'), columns, rows }];
}

function correctionsTable(data: YearData, locale: Locale): PaperTable[] {
  const { programme, corrections, untold } = data;
  if (corrections.length === 0) return [];
  const heads = ['no', 'corrected_what', 'figure', 'was', 'is', 'reason', 'day'] as const;
  const widths = [3, 10, 10, 5, 5, 16, 7];
  return [
    {
      kind: 'table',
      title: say(locale, 'corrections_table'),
      columns: heads.map((key, i) => ({ heading: say(locale, key), width: widths[i] ?? 5 })),
      rows: corrections.map(({ no, object, metric, was, value, reason, madeAt }) => [
        no,
        nameObject(object, data, locale),
        nameFigure(metric, programme, locale),
        was,
        value,
        untold.includes(object) ? say(locale, 'hidden') : reason,
        showDate(today(programme, madeAt).toString(), locale),
      ]),
    },
  ];
}

/** A report by its number, a unit or the city by its name. */
function nameObject(object: string, { units, programme }: YearData, locale: Locale): string {
  if (object === 'city') return say(locale, 'city');
  const unit = units.find(({ obligation }) => keyOfUnit(obligation.unit) === object)?.obligation.unit;
  return unit ? unitName(unit, locale, programme.year) : object;
}

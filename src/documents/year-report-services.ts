import { isReduced } from '../demands/demand.ts';
import { showRange } from '../demands/show-range.ts';
import type { Locale } from '../i18n/locale.ts';
import { joinNames } from '../i18n/words.ts';
import { figuresIn, inOrderOfLine, labelOf } from '../programme/catalogue.ts';
import type { Programme } from '../programme/programme.ts';
import { countDays } from '../records/record.ts';
import { showFigure } from '../reports/report.ts';
import type { Cell, PaperTable } from './paper.ts';
import { say } from './words-year.ts';
import type { YearData } from './year-report-data.ts';
import type { ServiceRow } from './year-sql-lists.ts';

interface Shown {
  programme: Programme;
  locale: Locale;
}

/** 专家服务情况汇总表, from its rows. */
export function buildServicesTable(
  data: YearData,
  rows: Cell[][],
  served: Served,
  locale: Locale,
): PaperTable {
  const talents = data.lines.find(({ line }) => line === 'talent_health');
  const { experts, days, personTimes, hasHidden } = served;
  const widths: readonly (readonly [Parameters<typeof say>[1], number])[] = [
    ...([
      ['no', 3],
      ['expert', 5],
      ['employer', 9],
      ['job_title', 6],
      ['category', 7],
      ['field', 6],
    ] as const),
    ...([
      ['host', 9],
      ['form', 6],
      ['time', 7],
      ['days', 3],
      ['content', 20],
      ['remarks', 8],
    ] as const),
  ];
  return {
    kind: 'table',
    title: say(locale, 'services_table'),
    columns: widths.map(([key, width]) => ({ heading: say(locale, key), width })),
    rows,
    total: [
      null,
      say(locale, 'n_experts', { n: experts.size }),
      ...[null, null, null, null, null, null, null],
      days,
      say(locale, 'n_person_times', { n: personTimes }),
      say(locale, 'total'),
    ],
    notes: [
      ...(talents ? [say(locale, 'talents_left_out', { ...talents })] : []),
      ...(hasHidden ? [say(locale, 'confidential_note')] : []),
    ],
  };
}

/** What the list adds up to. */
export interface Served {
  experts: Set<string>;
  personTimes: number;
  days: number;
  hasHidden: boolean;
}

export function nobodyServed(): Served {
  return { experts: new Set(), personTimes: 0, days: 0, hasHidden: false };
}

/** Days of work have a half at least, and travel may add less. */
const exact = (days: number) => Math.round(days * 1e4) / 1e4;

/** A row of it, which is added up. */
export function serviceCells(
  row: ServiceRow,
  { programme, locale, corrections }: Shown & Pick<YearData, 'corrections'>,
  served: Served,
): Cell[] {
  const { catalogue, rules, year } = programme;
  const days = countDays(row, row.days ?? undefined, rules);
  const isHidden = isReduced({ actionLine: row.line, confidential: row.confidential });
  served.experts.add(row.expertId);
  served.personTimes += 1;
  served.days = exact(served.days + days);
  served.hasHidden ||= isHidden;
  const hidden = say(locale, 'hidden');
  const nos = corrections.filter(({ object }) => object === row.number).map(({ no }) => String(no));
  const corrected = nos.length > 0 ? [say(locale, 'corrected_by', { nos: joinNames(nos, locale) })] : [];
  return [
    served.personTimes,
    row.expert,
    row.employer,
    labelOf(catalogue.titles, row.jobTitle, locale),
    joinNames(
      row.categories.map((id) => labelOf(catalogue.categories, id, locale)),
      locale,
    ),
    labelOf(catalogue.fields, row.field, locale),
    isHidden ? hidden : (row.unit ?? row.place),
    row.form === null ? '' : labelOf(catalogue.forms, row.form, locale),
    showRange(row.from, row.to, locale, year),
    days,
    isHidden ? hidden : contentOf(row, { programme, locale }),
    [row.number, ...corrected].join(say(locale, 'list_separator')),
  ];
}

function contentOf({ title, summary, line, metrics }: ServiceRow, { programme, locale }: Shown): string {
  const { catalogue } = programme;
  const results = inOrderOfLine(catalogue, line, figuresIn(metrics))
    .filter(({ value }) => value > 0)
    .map(({ key, value }) => showFigure(catalogue.metrics, key, value, locale));
  return [title, summary, results.join(say(locale, 'list_separator'))].filter(Boolean).join('\n');
}

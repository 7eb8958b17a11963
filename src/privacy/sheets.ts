import type { Locale } from '../i18n/locale.ts';
import type { TextSheet } from '../imports/workbook.ts';
import type { Sheet } from './kept-sql.ts';
import { say } from './words.ts';
import { nameColumn } from './words-columns.ts';
import { nameValue } from './words-values.ts';

/** Excel takes so much in a name of a sheet and in a cell. */
const SHEET_NAME = 31;
const CELL = 32_000;

/** What it is on the first sheet; then one for each kind. */
export function sheetsOf(kept: readonly Sheet[], moment: string, locale: Locale): TextSheet[] {
  const about = [
    say(locale, 'about_1', { moment }),
    say(locale, 'about_2'),
    say(locale, 'about_3'),
    ...kept.map(({ title, n }) => say(locale, 'line', { title, n })),
  ];
  return [
    { name: say(locale, 'sheet_about'), rows: about.map((line) => [line]), widths: [90], headings: 0 },
    ...kept.map(
      ({ title, columns, rows }, i): TextSheet => ({
        name: `${i + 1} ${title.replaceAll(/[\\/?*[\]:]/g, ' ')}`.slice(0, SHEET_NAME),
        rows: [
          columns.map((column) => nameColumn(column, locale)),
          ...rows.map((row) => columns.map((column) => cellOf(row[column], locale))),
        ],
        widths: columns.map((column) =>
          /summary|story|words|typed|fields|description/.test(column) ? 60 : 18,
        ),
        headings: 1,
      }),
    ),
  ];
}

/** The same as one table, for a workspace that takes neither files nor links. */
export function rowsOf(kept: readonly Sheet[], locale: Locale): string[][] {
  return kept.flatMap(({ title, columns, rows }) =>
    rows.flatMap((row, i) =>
      columns
        .filter((column) => cellOf(row[column], locale) !== '')
        .map((column) => [`${title} ${i + 1}`, nameColumn(column, locale), cellOf(row[column], locale)]),
    ),
  );
}

/** By kind, as it is stored. */
export function jsonOf(kept: readonly Sheet[], now: Temporal.Instant): string {
  const data = Object.fromEntries(kept.map(({ title, rows }) => [title, rows]));
  return `${JSON.stringify({ made_at: now.toString(), data }, null, 2)}\n`;
}

function cellOf(value: unknown, locale: Locale): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'string') return nameValue(value, locale).slice(0, CELL);
  if (Array.isArray(value))
    return value.map((one) => cellOf(one, locale)).join(locale === 'zh' ? '、' : ', ');
  if (typeof value === 'object')
    return Object.entries(value)
      .filter(([, one]) => one !== null && one !== '')
      .map(([name, one]) => `${nameColumn(name, locale)}: ${cellOf(one, locale)}`)
      .join('\n')
      .slice(0, CELL);
  return String(value);
}

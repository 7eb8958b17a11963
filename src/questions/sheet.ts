import type { Locale } from '../i18n/locale.ts';
import type { TextSheet } from '../imports/workbook.ts';
import type { Answer } from './answer.ts';
import { say } from './words.ts';

/** A workbook of more rows opens too slowly; a plain list takes its place. */
export const MOST_SHEET_ROWS = 20_000;

/** The list, and beside it what was asked and answered. */
export function sheetsOf({ columns, rows }: Answer, about: readonly string[], locale: Locale): TextSheet[] {
  return [
    {
      name: say(locale, 'sheet_rows'),
      rows: [columns, ...rows.map(({ cells }) => cells)],
      widths: columns.map((label) => Math.min(40, Math.max(10, label.length * 2))),
      headings: 1,
    },
    { name: say(locale, 'sheet_about'), rows: about.map((line) => [line]), widths: [100], headings: 0 },
  ];
}

/** With the mark by which spreadsheets know the characters; what looks like a formula stays text. */
export function csvOf({ columns, rows }: Answer): string {
  const lines = [columns, ...rows.map(({ cells }) => cells)];
  return `\ufeff${lines.map((cells) => cells.map(csvCell).join(',')).join('\r\n')}\r\n`;
}

/** The first character by which a spreadsheet begins to reckon, full-width ones too. */
const RECKONS = /^[\s]*[=+\-@\t\r＝＋－＠]/u;

function csvCell(text: string): string {
  const safe = RECKONS.test(text) && !/^-?\d+(?:\.\d+)?$/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

import type { Cell, Paper, PaperBlock, PaperTable } from './paper.ts';
import { say } from './words-paper.ts';
import { listTables, notesOf } from './write-tables.ts';
import { cleanText } from './write-text.ts';

/** By which Excel knows that it is UTF-8. */
const BYTE_ORDER_MARK = '\ufeff';

/** With these a spreadsheet's formula begins, also at full width and behind spaces: OWASP, "CSV injection". */
const FORMULA = /^[\s\p{Cf}]*[=+\-@＝＋－＠]|^[\t\r\n]/u;

/** Each table under its title, one after the other; a paper without any says what else stands in it. */
export function writeCsv(paper: Paper): Uint8Array {
  const tables = listTables(paper);
  const parts = tables.length > 0 ? tables.map((one) => rowsOf(one, paper)) : [textOf(paper)];
  const lines = parts.map((rows) => rows.map((cells) => `${cells.map(writeCell).join(',')}\r\n`).join(''));
  return Buffer.from(`${BYTE_ORDER_MARK}${lines.join('\r\n')}`);
}

function rowsOf(table: PaperTable, { locale, draft, asOf }: Paper): (readonly Cell[])[] {
  return [
    [table.title, ...(draft ? [say(locale, 'draft')] : [])],
    [say(locale, 'moment_of', { moment: asOf })],
    table.columns.map(({ heading }) => heading),
    ...table.rows,
    ...(table.total ? [table.total] : []),
    ...notesOf(table, locale).map((note) => [note]),
  ];
}

function textOf({ locale, title, draft, asOf, blocks, annexes }: Paper): (readonly Cell[])[] {
  return [
    [title, ...(draft ? [say(locale, 'draft')] : [])],
    [say(locale, 'moment_of', { moment: asOf })],
    ...[...blocks, ...annexes.flatMap((annex) => annex.blocks)].flatMap(linesOfBlock),
  ];
}

/** A block that is no table, as lines of a sheet. */
export function linesOfBlock(block: PaperBlock): Cell[][] {
  switch (block.kind) {
    case 'heading':
    case 'paragraph':
      return [[block.text]];
    case 'field':
      return [[block.label, block.value]];
    case 'code':
      return [[block.caption, block.address]];
    case 'table':
      return [];
  }
}

/**
 * A figure stays a figure. Text that would be a formula gets an apostrophe, as OWASP proposes, and no tab: it is seen,
 * and it is still there when the file was saved again, where programs cut off a tab with other white space.
 */
function writeCell(cell: Cell): string {
  if (cell === null) return '';
  if (typeof cell === 'number') return String(cell);
  const text = cleanText(cell);
  return `"${(FORMULA.test(cell) ? `'${text}` : text).replaceAll('"', '""')}"`;
}

import type { Locale } from '../i18n/locale.ts';
import type { Cell, Paper, PaperBlock, PaperTable } from './paper.ts';
import { say } from './words-paper.ts';

/** In the order in which they are read. */
export function listTables({ blocks, annexes }: Pick<Paper, 'blocks' | 'annexes'>): PaperTable[] {
  const all: PaperBlock[] = [...blocks, ...annexes.flatMap((annex) => annex.blocks)];
  return all.filter((one) => one.kind === 'table');
}

export function countRows(paper: Pick<Paper, 'blocks' | 'annexes'>): number {
  return listTables(paper).reduce((sum, { rows }) => sum + rows.length, 0);
}

/** On paper nobody reads more; a workbook holds them all. */
export const MOST_PRINTED_ROWS = 2000;

/** The rows of a table that are printed, and what is said of the others. */
export function printedRows(
  { rows }: PaperTable,
  locale: Locale,
): { rows: readonly (readonly Cell[])[]; more: string | undefined } {
  if (rows.length <= MOST_PRINTED_ROWS) return { rows, more: undefined };
  const more = say(locale, 'more_rows', { n: MOST_PRINTED_ROWS, all: rows.length });
  return { rows: rows.slice(0, MOST_PRINTED_ROWS), more };
}

/** What is said below a table, each note with its number where there are several. */
export function notesOf({ notes = [] }: Pick<PaperTable, 'notes'>, locale: Locale): string[] {
  if (notes.length === 1) return notes.map((text) => say(locale, 'note', { text }));
  return notes.map((text, i) => say(locale, 'note_no', { n: i + 1, text }));
}

export type Field = Extract<PaperBlock, { kind: 'field' }>;
export type Grouped = Exclude<PaperBlock, Field> | { kind: 'fields'; fields: Field[] };

/** Fields that follow each other are one form. */
export function groupFields(blocks: readonly PaperBlock[]): Grouped[] {
  const grouped: Grouped[] = [];
  for (const block of blocks) {
    const last = grouped.at(-1);
    if (block.kind !== 'field') grouped.push(block);
    else if (last?.kind === 'fields') last.fields.push(block);
    else grouped.push({ kind: 'fields', fields: [block] });
  }
  return grouped;
}

/** A figure as it is printed. */
export function showCell(cell: Cell, locale: Locale): string {
  if (cell === null) return '';
  if (typeof cell === 'string') return cell;
  return new Intl.NumberFormat(locale === 'zh' ? 'zh-CN' : 'en', { maximumFractionDigits: 2 }).format(cell);
}

/** It stands in the middle of its cell: 12, 2/180, or a dash where there is none. */
export function isFigure(cell: Cell): boolean {
  return typeof cell === 'number' || (cell !== null && /^[\d/.,—-]+$/.test(cell));
}

/** Beyond so many columns a table needs the long side of the paper. */
export function isWide({ columns }: PaperTable): boolean {
  return columns.length > 8;
}

/** The share of each column in a width, by what the columns weigh; together they are exactly that width. */
export function shareOut({ columns }: PaperTable, width: number): number[] {
  const all = columns.reduce((sum, one) => sum + one.width, 0);
  let [before, given] = [0, 0];
  return columns.map((one) => {
    before += one.width;
    const share = Math.round((before / all) * width) - given;
    given += share;
    return share;
  });
}

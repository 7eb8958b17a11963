import { readSheet } from 'read-excel-file/universal';
import { MOST_ROWS, Unreadable } from './sheet.ts';
import { packPlain, unpack } from './zip.ts';

/** More columns than any list has, and far fewer than a sheet may have. */
const MOST_COLUMNS = 400;
/** Room for a title and headings above the rows. */
const LAST_ROW = MOST_ROWS + 100;
/** A sheet has no more (Excel). */
const LAST_ROW_OF_ALL = 1_048_576;

/** What a cell holds, as text; a date as 'YYYY-MM-DD'. */
export type Grid = string[][];

interface Named {
  /** Among all sheets, from 1. */
  no: number;
  path: string;
}

/**
 * The visible sheets, one after the other, each read only when it is asked for: row by row, rows that are empty as well.
 *
 * @throws Unreadable
 */
export async function* readVisibleSheets(bytes: Buffer): AsyncGenerator<Grid> {
  const parts = unpack(bytes, (name) => /\.(xml|xml\.rels)$/.test(name));
  const texts = new Map([...parts].map(([name, content]) => [name, textOf(content)]));
  const sheets = listVisible(texts);
  if (sheets.length === 0) throw new Unreadable('damaged');
  for (const { no, path } of sheets) {
    const sheet = texts.get(path);
    if (sheet === undefined) throw new Unreadable('damaged');
    refuseFarCells(sheet);
    const others = [...parts].filter(([name]) => name !== path && !name.startsWith('xl/worksheets/'));
    yield read(no, new Map([...others, [path, Buffer.from(withErrorsAsText(sheet))]]));
  }
}

async function read(no: number, parts: ReadonlyMap<string, Buffer>): Promise<Grid> {
  const { buffer, byteOffset, byteLength } = packPlain(parts);
  const rows = await readSheet(buffer.slice(byteOffset, byteOffset + byteLength), no, {
    // As it stands there: a telephone number keeps all its digits.
    parseNumber: (text) => text,
  }).catch((error: Error) => {
    const [, row, column, what] = /row (\d+), col (\d+): (\w+)/.exec(error.message) ?? [];
    throw row ? new Unreadable('bad_cell', { row, column: column ?? '', what: what ?? '' }) : error;
  });
  return rows.map((row) => row.map(sayCell));
}

function sayCell(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (value instanceof Date) return sayDate(value);
  if (typeof value === 'boolean') return value ? 'TRUE' : 'FALSE';
  const text = String(value);
  // A number that was worked out carries dust: 0.30000000000000004.
  return /^-?\d+(\.\d{10,})?(e[-+]?\d+)?$/i.test(text) && /[.e]/i.test(text)
    ? String(Number(Number(text).toPrecision(12)))
    : text;
}

function sayDate(date: Date): string {
  return Number.isNaN(date.valueOf()) ? '' : date.toISOString().slice(0, 10);
}

/** Strict, and without a document type: a part that defines words of its own could grow without end. */
function textOf(content: Buffer): string {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(content);
  } catch {
    throw new Unreadable('damaged');
  }
  if (/<!(DOCTYPE|ENTITY)/i.test(text)) throw new Unreadable('foreign_entities');
  return text;
}

function listVisible(texts: ReadonlyMap<string, string>): Named[] {
  const workbook = texts.get('xl/workbook.xml');
  const relations = texts.get('xl/_rels/workbook.xml.rels');
  if (workbook === undefined || relations === undefined) throw new Unreadable('not_a_sheet');
  const targets = new Map(
    listTags(relations, 'Relationship').map((tag) => [attributeOf(tag, 'Id'), attributeOf(tag, 'Target')]),
  );
  return listTags(workbook, 'sheet')
    .filter((tag) => attributeOf(tag, 'name'))
    .map((tag, i) => ({
      no: i + 1,
      isHidden: /hidden/i.test(attributeOf(tag, 'state')),
      path: pathOf(targets.get(attributeOf(tag, '[\\w]+:id')) ?? ''),
    }))
    .filter(({ isHidden }) => !isHidden);
}

function pathOf(target: string): string {
  return target.startsWith('/') ? target.slice(1) : `xl/${target}`;
}

function listTags(text: string, name: string): string[] {
  return text.match(new RegExp(`<(?:\\w+:)?${name}\\s[^>]*>`, 'g')) ?? [];
}

function attributeOf(tag: string, name: string): string {
  return new RegExp(`\\s${name}=["']([^"']*)["']`).exec(tag)?.[1] ?? '';
}

/** A cell at the end of the sheet would have everything before it made as well: 17,179,869,184 cells. */
function refuseFarCells(sheet: string): void {
  for (const [, row] of sheet.matchAll(/<(?:\w+:)?row\b[^>]*?\sr=["'](\d+)["']/g))
    if (Number(row) > LAST_ROW_OF_ALL) throw new Unreadable('damaged');
  const cells = /<(?:\w+:)?c\b[^>]*?\sr=["']([A-Z]{1,8})(\d{1,12})["'][^>]*>(?!<\/)/g;
  for (const [tag, column = '', row = ''] of sheet.matchAll(cells)) {
    const isFar = Number(row) > LAST_ROW || numberOf(column) > MOST_COLUMNS;
    if (isFar && !tag.endsWith('/>'))
      throw new Unreadable('too_far', { cell: `${column}${row}`, max: MOST_ROWS });
  }
}

function numberOf(column: string): number {
  return [...column].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0);
}

/** #N/A is refused with its own row, not with the whole file. */
function withErrorsAsText(sheet: string): string {
  return sheet.replace(/(<(?:\w+:)?c\b[^>]*?\st=["'])e(["'])/g, '$1str$2');
}

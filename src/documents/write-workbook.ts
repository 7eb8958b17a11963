import writeXlsx, { type Row, type Sheet } from 'write-excel-file/node';
import { fixZip } from './fixed-zip.ts';
import type { Cell, Paper, PaperTable } from './paper.ts';
import { say } from './words-paper.ts';
import { linesOfBlock } from './write-csv.ts';
import { isWide, listTables, notesOf } from './write-tables.ts';
import { cleanLine, cleanText } from './write-text.ts';

/** Excel takes no longer text in a cell. */
const LONGEST_CELL = 32_767;
/** And no longer name of a sheet, nor these characters in it. */
const LONGEST_NAME = 31;
const NOT_IN_NAMES = /[[\]:*?/\\]/g;
const WIDEST = 60;

/** A sheet for each table; a paper without any has one sheet with what it says. */
export async function writeWorkbook(paper: Paper): Promise<Uint8Array> {
  const tables = listTables(paper);
  const sheets = tables.length > 0 ? tables.map((one) => sheetOf(one, paper)) : [sheetOfText(paper)];
  const names = nameSheets(sheets.map(({ sheet }) => sheet));
  const named = sheets.map((one, i) => ({ ...one, sheet: names[i] ?? one.sheet }));
  return fixZip(new Uint8Array(await writeXlsx(named).toBuffer()));
}

type NamedSheet = Sheet<Buffer> & { sheet: string };

function sheetOf(table: PaperTable, paper: Paper): NamedSheet {
  const { locale, issuer, draft, asOf } = paper;
  const under = [
    ...(draft ? [say(locale, 'draft')] : []),
    say(locale, 'issued_by', { issuer }),
    say(locale, 'moment_of', { moment: asOf }),
  ];
  const lead: Row[] = [
    [{ ...textCell(table.title), fontWeight: 'bold', fontSize: 14 }],
    [textCell(under.join('　'))],
  ];
  const heads: Row = table.columns.map(({ heading }) => ({ ...boxed(heading), fontWeight: 'bold' as const }));
  return {
    sheet: table.title,
    data: [
      ...lead,
      heads,
      ...table.rows.map((row): Row => row.map(boxed)),
      ...(table.total ? [table.total.map((cell) => ({ ...boxed(cell), fontWeight: 'bold' as const }))] : []),
      ...notesOf(table, locale).map((note): Row => [textCell(note)]),
    ],
    columns: table.columns.map(({ width }) => ({ width: Math.min(width * 2 + 2, WIDEST) })),
    stickyRowsCount: lead.length + 1,
    ...(isWide(table) ? { orientation: 'landscape' as const } : {}),
  };
}

function sheetOfText({ locale, title, draft, asOf, blocks, annexes }: Paper): NamedSheet {
  const lines = [...blocks, ...annexes.flatMap((annex) => annex.blocks)].flatMap(linesOfBlock);
  return {
    sheet: say(locale, 'text_sheet'),
    data: [
      [{ ...textCell(title), fontWeight: 'bold', fontSize: 14 }],
      [textCell(say(locale, 'moment_of', { moment: asOf }) + (draft ? `　${say(locale, 'draft')}` : ''))],
      ...lines.map((line): Row => line.map(boxed)),
    ],
    columns: [{ width: 24 }, { width: WIDEST }],
  };
}

/** Text is kept as text, whatever it begins with: a reader of the workbook never takes it for a formula. */
function textCell(text: string) {
  return { value: cleanText(text).slice(0, LONGEST_CELL), type: String };
}

function boxed(cell: Cell) {
  const box = { borderStyle: 'thin' as const, alignVertical: 'center' as const };
  if (cell === null || cell === '') return { ...box, value: undefined };
  if (typeof cell === 'number') return { ...box, value: cell, type: Number };
  return { ...box, ...textCell(cell), wrap: true };
}

/** As Excel takes them, each another. */
function nameSheets(titles: readonly string[]): string[] {
  const taken = new Set<string>();
  return titles.map((title, i) => {
    const plain =
      cleanLine(title)
        .replace(NOT_IN_NAMES, ' ')
        .replace(/^'+|'+$/g, '')
        .trim() || String(i + 1);
    let name = plain.slice(0, LONGEST_NAME).trim();
    for (let n = 2; taken.has(name.toLowerCase()); n += 1)
      name = `${plain.slice(0, LONGEST_NAME - 1 - String(n).length).trim()} ${n}`;
    taken.add(name.toLowerCase());
    return name;
  });
}

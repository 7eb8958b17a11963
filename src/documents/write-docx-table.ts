import type { Locale } from '../i18n/locale.ts';
import { escapeHtml } from '../pages/html.ts';
import type { Cell, PaperTable } from './paper.ts';
import { say } from './words-paper.ts';
import { FONTS, LINE, SIZES } from './write-docx-style.ts';
import { type Field, isFigure, isWide, printedRows, shareOut, showCell } from './write-tables.ts';
import { cleanText } from './write-text.ts';

/**
 * Tables are written as they stand in `word/document.xml`, and put where the document keeps a place for them: as objects
 * of the library a cell takes ten kilobytes, and a year has tens of thousands.
 */
export type TableXml = string;

interface Cells {
  /** In twentieths of a point. */
  widths: readonly number[];
  /** In half points. */
  size: number;
  locale: Locale;
}

/** A table with its headings on each page; `width` in twentieths of a point. */
export function writeTable(table: PaperTable, width: number, locale: Locale): TableXml {
  const { rows } = printedRows(table, locale);
  const cells: Cells = {
    widths: shareOut(table, width),
    size: isWide(table) ? SIZES.wide : SIZES.table,
    locale,
  };
  // English words are longer than what stands below them.
  const size = isWide(table) && locale === 'en' ? SIZES.narrow : cells.size;
  const heads = table.columns.map(({ heading }, i) =>
    writeCell(heading, i, { ...cells, size, isHead: true }),
  );
  return around(cells, [
    `<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>${heads.join('')}</w:tr>`,
    ...(rows.length > 0 ? rows.map((row) => writeRow(row, cells)) : [writeEmptyRow(cells)]),
    ...(table.total ? [writeRow(table.total, cells)] : []),
  ]);
}

/** So much of the width is the label's. */
const LABEL = 0.28;

/** A form to be filled in, signed and sealed: each field has room for that. */
export function writeForm(fields: readonly Field[], width: number, locale: Locale): TableXml {
  const label = Math.round(width * LABEL);
  const cells: Cells = { widths: [label, width - label], size: SIZES.page, locale };
  return around(
    cells,
    fields.map(({ label: said, value }) => writeRow([said, value], cells, LINE)),
  );
}

const SIDES = ['top', 'left', 'bottom', 'right', 'insideH', 'insideV'];
const BORDERS = SIDES.map((side) => `<w:${side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>`).join(
  '',
);
const MARGINS = ['left', 'right'].map((side) => `<w:${side} w:w="60" w:type="dxa"/>`).join('');

function around({ widths }: Cells, rows: readonly string[]): TableXml {
  const width = widths.reduce((sum, one) => sum + one, 0);
  const properties = `<w:tblW w:w="${width}" w:type="dxa"/><w:tblBorders>${BORDERS}</w:tblBorders><w:tblLayout w:type="fixed"/><w:tblCellMar>${MARGINS}</w:tblCellMar>`;
  const grid = widths.map((one) => `<w:gridCol w:w="${one}"/>`).join('');
  return `<w:tbl><w:tblPr>${properties}</w:tblPr><w:tblGrid>${grid}</w:tblGrid>${rows.join('')}</w:tbl>`;
}

function writeRow(row: readonly Cell[], cells: Cells, height?: number): string {
  const tall = height === undefined ? '' : `<w:trHeight w:val="${height}" w:hRule="atLeast"/>`;
  return `<w:tr><w:trPr><w:cantSplit/>${tall}</w:trPr>${row.map((cell, i) => writeCell(cell, i, cells)).join('')}</w:tr>`;
}

function writeEmptyRow(cells: Cells): string {
  const all = cells.widths.length;
  const width = cells.widths.reduce((sum, one) => sum + one, 0);
  const said = writeParagraph(say(cells.locale, 'no_rows'), { ...cells, isHead: false, isMiddle: true });
  return `<w:tr><w:tc><w:tcPr><w:tcW w:w="${width}" w:type="dxa"/><w:gridSpan w:val="${all}"/></w:tcPr>${said}</w:tc></w:tr>`;
}

function writeCell(
  cell: Cell,
  i: number,
  { widths, size, locale, isHead = false }: Cells & { isHead?: boolean },
): string {
  const isMiddle = isHead || isFigure(cell);
  const lines = cleanText(showCell(cell, locale)).split('\n');
  const said = lines.map((line) => writeParagraph(line, { size, locale, isHead, isMiddle })).join('');
  return `<w:tc><w:tcPr><w:tcW w:w="${widths[i] ?? 0}" w:type="dxa"/><w:vAlign w:val="center"/></w:tcPr>${said}</w:tc>`;
}

/** Lines in a table are as high as they need: the grid of the page doesn't hold there. */
function writeParagraph(
  text: string,
  { size, locale, isHead, isMiddle }: Omit<Cells, 'widths'> & { isHead: boolean; isMiddle: boolean },
): string {
  const { ascii, hAnsi, eastAsia } = isHead ? FONTS[locale].black : FONTS[locale].body;
  const layout = `<w:snapToGrid w:val="0"/><w:spacing w:before="20" w:after="20" w:line="240" w:lineRule="auto"/><w:jc w:val="${isMiddle ? 'center' : 'left'}"/>`;
  const font = `<w:rFonts w:ascii="${ascii}" w:hAnsi="${hAnsi}" w:cs="${ascii}" w:eastAsia="${eastAsia}"/><w:sz w:val="${size}"/><w:szCs w:val="${size}"/>`;
  return `<w:p><w:pPr>${layout}</w:pPr><w:r><w:rPr>${font}</w:rPr><w:t xml:space="preserve">${escapeHtml(text)}</w:t></w:r></w:p>`;
}

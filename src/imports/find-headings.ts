import type { Grid } from './read-xlsx.ts';
import { columnName, headingKey, MOST_CHARACTERS, MOST_ROWS, type Sheet, Unreadable } from './sheet.ts';

/** Headings stand below a title and a remark, not further down. */
const LAST_HEADING_ROW = 12;

interface Header {
  /** The row's index, or the lower one's where headings stand in two. */
  at: number;
  texts: string[];
  known: number;
}

/**
 * The rows below the headings, with the columns that are known. Undefined where no row holds two known headings (or the
 * only one): another sheet may.
 *
 * @throws Unreadable
 */
export function sheetOf(grid: Grid, keys: ReadonlySet<string>): Sheet | undefined {
  const header = findHeader(grid, keys);
  if (!header) return undefined;
  const columns = header.texts
    .map((text, at) => ({ at, key: headingKey(text) }))
    .filter(({ key }) => keys.has(key));
  for (const { key } of columns) {
    const same = columns.filter((one) => one.key === key);
    if (same.length > 1)
      throw new Unreadable('heading_twice', {
        heading: header.texts[same[0]?.at ?? 0] ?? '',
        columns: same.map(({ at }) => columnName(at)).join(', '),
      });
  }
  const unread = header.texts
    .filter((text) => text && !keys.has(headingKey(text)))
    .map((text) => clean(text));
  const rows = grid
    .slice(header.at + 1)
    .map((row, i) => ({
      no: header.at + 2 + i,
      cells: columns.map(({ at }) => clean(row[at] ?? '')),
    }))
    .filter(({ cells }) => cells.some(Boolean) && !isExample(cells));
  if (rows.length === 0) throw new Unreadable('no_rows');
  if (rows.length > MOST_ROWS) throw new Unreadable('too_many_rows', { max: MOST_ROWS });
  return { columns, unread: unread.slice(0, 20), rows };
}

/** Marked so in the template, and left there by most people. */
function isExample(cells: readonly string[]): boolean {
  return cells.some((text) => /^(【示例】|\[example\])/i.test(text.normalize('NFC')));
}

/** One character more than is taken, so that a cell that is too long is refused and not cut. */
function clean(text: string): string {
  return text
    .slice(0, MOST_CHARACTERS + 1)
    .toWellFormed()
    .replaceAll('\0', '')
    .trim();
}

function findHeader(grid: Grid, keys: ReadonlySet<string>): Header | undefined {
  const rows = grid.slice(0, LAST_HEADING_ROW);
  const found = rows.flatMap((row, at): Header[] => {
    const alone = headerOf(at, row, keys);
    const below = rows[at + 1];
    const both = below && headerOf(at + 1, joined(row, below, keys), keys);
    return both && both.known > alone.known ? [both] : [alone];
  });
  const most = Math.max(0, ...found.map(({ known }) => known));
  const wanted = Math.min(2, keys.size);
  return most >= wanted ? found.find(({ known }) => known === most) : undefined;
}

/** A heading that spans columns stands over those of a second row, which go before it. */
function joined(upper: readonly string[], lower: readonly string[], keys: ReadonlySet<string>): string[] {
  return Array.from({ length: Math.max(upper.length, lower.length) }, (_, at) => {
    const below = lower[at] ?? '';
    const above = upper[at] ?? '';
    return keys.has(headingKey(below)) || above === '' ? below : above;
  });
}

function headerOf(at: number, texts: readonly string[], keys: ReadonlySet<string>): Header {
  return { at, texts: [...texts], known: texts.filter((text) => keys.has(headingKey(text))).length };
}

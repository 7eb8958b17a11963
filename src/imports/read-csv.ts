import { CsvError, parse } from 'csv-parse/sync';
import type { Grid } from './read-xlsx.ts';
import { MOST_ROWS, Unreadable } from './sheet.ts';

const DELIMITERS = [',', ';', '\t'] as const;

/**
 * Text with separators, as spreadsheet programs save it: UTF-8 with or without a mark, UTF-16 with one, else GB18030.
 *
 * @throws Unreadable
 */
export function readCsv(bytes: Buffer): Grid {
  const text = decode(bytes);
  try {
    const rows: string[][] = parse(text, {
      delimiter: findDelimiter(text),
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: false,
      to: MOST_ROWS + 200,
    });
    return rows.map((row) => row.map(sayCell));
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw new Unreadable('bad_quotes', { row: Number(error.lines) || 1 });
  }
}

/** ="0123" is how some programs keep a number's zeros. */
function sayCell(text: string): string {
  return /^="(.*)"$/s.exec(text)?.[1] ?? text;
}

function decode(bytes: Buffer): string {
  const [first, second] = bytes;
  const marked =
    first === 0xff && second === 0xfe ? 'utf-16le' : first === 0xfe && second === 0xff ? 'utf-16be' : '';
  for (const encoding of marked ? [marked] : ['utf-8', 'gb18030']) {
    try {
      const text = new TextDecoder(encoding, { fatal: true }).decode(bytes);
      // biome-ignore lint/suspicious/noControlCharactersInRegex: what holds them is no text.
      if (/[\0-\x08\x0e-\x1a]/.test(text.slice(0, 10_000))) throw new Unreadable('not_a_sheet');
      if (/^\s*<(!doctype|html|\?xml)/i.test(text)) throw new Unreadable('not_a_sheet');
      return text;
    } catch (error) {
      if (error instanceof Unreadable) throw error;
    }
  }
  throw new Unreadable('bad_text');
}

/** The one that stands most often in the first lines, outside of quotes. */
function findDelimiter(text: string): string {
  const head = text.slice(0, 5000).replace(/"[^"]*"/g, '');
  const counts = DELIMITERS.map((one) => head.split(one).length);
  return DELIMITERS[counts.indexOf(Math.max(...counts))] ?? ',';
}

import { sheetOf } from './find-headings.ts';
import { readCsv } from './read-csv.ts';
import { type Grid, readVisibleSheets } from './read-xlsx.ts';
import { type Sheet, type Task, Unreadable } from './sheet.ts';

const ZIP = Buffer.from('PK\x03\x04', 'latin1');
/** The container of old workbooks, and of those with a password. */
const COMPOUND = Buffer.from('d0cf11e0a1b11ae1', 'hex');

/**
 * The first visible sheet with our headings; what a file is, its first bytes say, whatever its name. Costs as much as
 * its maker wants: only ever called in a thread of its own.
 *
 * @throws Unreadable
 */
export async function readList({ bytes, keys }: Task): Promise<Sheet> {
  const file = Buffer.from(bytes);
  const known = new Set(keys);
  if (file.length === 0) throw new Unreadable('empty_file');
  if (startsWith(file, COMPOUND)) throw new Unreadable('old_or_locked');
  for await (const grid of startsWith(file, ZIP) ? readVisibleSheets(file) : one(readCsv(file))) {
    const sheet = sheetOf(grid, known);
    if (sheet) return sheet;
  }
  throw new Unreadable('no_headings');
}

async function* one(grid: Grid): AsyncGenerator<Grid> {
  yield grid;
}

function startsWith(file: Buffer, head: Buffer): boolean {
  return file.subarray(0, head.length).equals(head);
}

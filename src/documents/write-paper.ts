import type { Format, Paper } from './paper.ts';
import { say } from './words-paper.ts';
import { countRows } from './write-tables.ts';
import { cleanLine } from './write-text.ts';

/** A paper as a file: its bytes, the name it is handed over under, and what it turned out to be. */
export interface WrittenPaper {
  bytes: Uint8Array;
  name: string;
  mime: string;
  /** A workbook with too many rows is written as CSV. */
  format: Format;
}

const MIMES: Readonly<Record<Format, string>> = {
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  html: 'text/html',
  csv: 'text/csv',
};

/** More than that no workbook is made of. */
const MOST_ROWS_OF_WORKBOOK = 20_000;
/** In this thread, which it holds up: see `apart.ts`. The same paper gives the same bytes. */
export async function writePaper(paper: Paper, format: Format): Promise<WrittenPaper> {
  const isTooLong = format === 'xlsx' && countRows(paper) > MOST_ROWS_OF_WORKBOOK;
  const becomes = isTooLong ? 'csv' : format;
  const bytes = await write(paper, becomes);
  return { bytes, name: `${nameOf(paper)}.${becomes}`, mime: MIMES[becomes], format: becomes };
}

/** What writes a form is read when it is first asked for, since most starts never write one. */
async function write(paper: Paper, format: Format): Promise<Uint8Array> {
  switch (format) {
    case 'docx': {
      const { writeDocx } = await import('./write-docx.ts');
      return writeDocx(paper);
    }
    case 'xlsx': {
      const { writeWorkbook } = await import('./write-workbook.ts');
      return writeWorkbook(paper);
    }
    case 'html': {
      const { writeHtml } = await import('./write-html.ts');
      return writeHtml(paper);
    }
    case 'csv': {
      const { writeCsv } = await import('./write-csv.ts');
      return writeCsv(paper);
    }
  }
}

/** As every system takes it for the name of a file. */
function nameOf({ title, draft, locale }: Paper): string {
  const plain = cleanLine(title)
    .replace(/["*/:<>?\\|\p{C}]/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, 80);
  return `${plain || 'paper'}${draft ? say(locale, 'draft_in_name') : ''}`;
}

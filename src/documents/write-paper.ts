import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { XLSX } from '../imports/workbook.ts';
import type { Format, Paper } from './paper.ts';
import { say } from './words-paper.ts';
import { writeCsv } from './write-csv.ts';
import { writeDocx } from './write-docx.ts';
import { writeHtml } from './write-html.ts';
import { countRows } from './write-tables.ts';
import { cleanLine } from './write-text.ts';
import { writeWorkbook } from './write-workbook.ts';

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
  xlsx: XLSX,
  html: 'text/html',
  csv: 'text/csv',
};

/** More than that no workbook is made of. */
const MOST_ROWS_OF_WORKBOOK = 20_000;
/** So many rows are written in a moment. */
const FEW_ROWS = 100;
/** In megabytes, for what a long paper is made of while it is written. */
const MOST_MEMORY = 192;

/** The same paper gives the same bytes; a long one is written in a thread of its own. */
export async function writePaper(paper: Paper, format: Format): Promise<WrittenPaper> {
  const rows = countRows(paper);
  const becomes = format === 'xlsx' && rows > MOST_ROWS_OF_WORKBOOK ? 'csv' : format;
  const bytes = rows <= FEW_ROWS ? await writeHere(paper, becomes) : await writeBeside(paper, becomes);
  return { bytes, name: `${nameOf(paper)}.${becomes}`, mime: MIMES[becomes], format: becomes };
}

/** In this thread. */
export async function writeHere(paper: Paper, format: Format): Promise<Uint8Array> {
  switch (format) {
    case 'docx':
      return writeDocx(paper);
    case 'xlsx':
      return writeWorkbook(paper);
    case 'html':
      return writeHtml(paper);
    case 'csv':
      return writeCsv(paper);
  }
}

async function writeBeside(paper: Paper, format: Format): Promise<Uint8Array> {
  const worker = new Worker(new URL('./write-paper-worker.ts', import.meta.url), {
    workerData: { paper, format },
    execArgv: ['--disable-warning=ExperimentalWarning'],
    env: {},
    resourceLimits: { maxOldGenerationSizeMb: MOST_MEMORY },
  });
  const [bytes] = (await once(worker, 'message')) as [Uint8Array];
  await worker.terminate();
  return bytes;
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

import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
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
/** So many rows are written in a moment. */
const FEW_ROWS = 100;
/** In megabytes, for what a long paper is made of while it is written. */
const MOST_MEMORY = 160;

/** The same paper gives the same bytes; a long one is written in a thread of its own. */
export async function writePaper(paper: Paper, format: Format): Promise<WrittenPaper> {
  const rows = countRows(paper);
  const becomes = format === 'xlsx' && rows > MOST_ROWS_OF_WORKBOOK ? 'csv' : format;
  const bytes = rows <= FEW_ROWS ? await writeHere(paper, becomes) : await writeBeside(paper, becomes);
  return { bytes, name: `${nameOf(paper)}.${becomes}`, mime: MIMES[becomes], format: becomes };
}

/** In this thread; what writes a form is read when it is first asked for, since most starts never write one. */
export async function writeHere(paper: Paper, format: Format): Promise<Uint8Array> {
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

async function writeBeside(paper: Paper, format: Format): Promise<Uint8Array> {
  const worker = new Worker(new URL('./write-paper-worker.ts', import.meta.url), {
    workerData: { paper, format },
    execArgv: ['--disable-warning=ExperimentalWarning'],
    env: {},
    resourceLimits: { maxOldGenerationSizeMb: MOST_MEMORY, maxYoungGenerationSizeMb: 8 },
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

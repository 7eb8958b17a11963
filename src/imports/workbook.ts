import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import writeXlsx, { type Row } from 'write-excel-file/node';

export const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** A sheet of text; what looks like a formula stays text. */
export interface TextSheet {
  name: string;
  rows: readonly (readonly string[])[];
  /** In characters, by column. */
  widths: readonly number[];
  /** So many rows at the top are headings, and stay when it is scrolled. */
  headings: number;
}

/** So many rows are written in a moment. */
const FEW_ROWS = 100;

/** Long lists are written in a thread of their own. */
export async function writeWorkbook(sheets: readonly TextSheet[]): Promise<Uint8Array> {
  if (sheets.every(({ rows }) => rows.length <= FEW_ROWS)) return writeHere(sheets);
  const worker = new Worker(new URL('./write-worker.ts', import.meta.url), {
    workerData: sheets,
    execArgv: ['--disable-warning=ExperimentalWarning'],
    env: {},
  });
  const [bytes] = (await once(worker, 'message')) as [Uint8Array];
  await worker.terminate();
  return bytes;
}

/** In this thread. */
export async function writeHere(sheets: readonly TextSheet[]): Promise<Uint8Array> {
  const written = writeXlsx(
    sheets.map(({ name, rows, widths, headings }) => ({
      sheet: name,
      data: rows.map((cells, i): Row => cells.map((value) => cellOf(value, i < headings))),
      columns: widths.map((width) => ({ width })),
      stickyRowsCount: headings,
    })),
  );
  return (await written).toBuffer();
}

function cellOf(value: string, isHeading: boolean) {
  if (value === '') return null;
  return { value, type: String, wrap: true, ...(isHeading ? { fontWeight: 'bold' as const } : {}) };
}

/** A thread of its own in which a paper is written: compressing it would hold everybody else up. */
import { parentPort, workerData } from 'node:worker_threads';
import type { Cell, Format, Paper } from './paper.ts';
import { type RowsPart, withRows } from './paper-parts.ts';
import { writePaper } from './write-paper.ts';

const { paper, format } = workerData as { paper: Paper; format: Format };
const tables: (readonly Cell[])[][] = [];
parentPort?.on('message', async (part: RowsPart | 'end') => {
  if (part !== 'end') {
    tables[part.table] ??= [];
    tables[part.table]?.push(...part.rows);
    return;
  }
  const written = await writePaper(
    withRows(paper, (table) => tables[table] ?? []),
    format,
  );
  // A copy, which is given away.
  const bytes = new Uint8Array(written.bytes);
  parentPort?.postMessage({ ...written, bytes }, [bytes.buffer]);
});

/** A thread of its own in which a spreadsheet is read: what it costs there, and what it breaks, stays there. */
import { parentPort, workerData } from 'node:worker_threads';
import { readList } from './read-list.ts';
import { type Task, type Told, Unreadable } from './sheet.ts';

/** As many as are handed over without anybody noticing. */
const ROWS_AT_ONCE = 100;

function tell(told: Told): void {
  parentPort?.postMessage(told);
}

try {
  const { columns, unread, rows } = await readList(workerData as Task);
  tell({ kind: 'sheet', columns, unread });
  for (let i = 0; i < rows.length; i += ROWS_AT_ONCE)
    tell({ kind: 'rows', rows: rows.slice(i, i + ROWS_AT_ONCE) });
  tell({ kind: 'end' });
} catch (error) {
  const fault = error instanceof Unreadable ? error.fault : { code: 'damaged' as const, values: {} };
  tell({ kind: 'fault', fault });
}

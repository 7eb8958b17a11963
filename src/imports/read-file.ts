import { Worker } from 'node:worker_threads';
import type { Sheet, SheetFault, Task, Told } from './sheet.ts';

/** In MB, together 256. What it unpacks lies beside them, 30 MB at most. */
const LIMITS = {
  maxOldGenerationSizeMb: 192,
  maxYoungGenerationSizeMb: 32,
  codeRangeSizeMb: 16,
  stackSizeMb: 4,
};

/** A file of 5 MB takes a second or two. */
const MOST_MS = 20_000;

export type Read = { ok: true; sheet: Sheet } | { ok: false; fault: SheetFault };

/** One at a time in this process, as its memory is there once. */
let last: Promise<unknown> = Promise.resolve();

/** Reads a spreadsheet in a thread of its own, which has ended when the answer comes, whatever the file did to it. */
export function readFile(bytes: Uint8Array, keys: readonly string[], mostMs = MOST_MS): Promise<Read> {
  const mine = last.then(() => readAlone(bytes, keys, mostMs));
  last = mine.catch(() => {});
  return mine;
}

async function readAlone(bytes: Uint8Array, keys: readonly string[], mostMs: number): Promise<Read> {
  // A copy, which is given away.
  const task: Task = { bytes: new Uint8Array(bytes).buffer, keys: [...keys] };
  const worker = new Worker(new URL('./worker.ts', import.meta.url), {
    workerData: task,
    transferList: [task.bytes],
    resourceLimits: LIMITS,
    execArgv: ['--disable-warning=ExperimentalWarning'],
    env: {},
  });
  const ended = new Promise<void>((resolve) => worker.once('exit', () => resolve()));
  const late = AbortSignal.timeout(mostMs);
  try {
    return await hear(worker, late);
  } finally {
    await worker.terminate();
    await ended;
  }
}

function hear(worker: Worker, late: AbortSignal): Promise<Read> {
  return new Promise((resolve, reject) => {
    const sheet: Sheet = { columns: [], unread: [], rows: [] };
    const refuse = (fault: SheetFault) => resolve({ ok: false, fault });
    worker.on('message', (told: Told) => {
      switch (told.kind) {
        case 'sheet':
          sheet.columns = told.columns;
          sheet.unread = told.unread;
          return;
        case 'rows':
          sheet.rows.push(...told.rows);
          return;
        case 'end':
          return resolve({ ok: true, sheet });
        case 'fault':
          return refuse(told.fault);
      }
    });
    worker.once('error', (error: NodeJS.ErrnoException) =>
      error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? refuse({ code: 'too_much', values: {} }) : reject(error),
    );
    worker.once('exit', () => refuse({ code: 'too_much', values: {} }));
    late.addEventListener('abort', () => refuse({ code: 'too_slow', values: {} }), { once: true });
  });
}

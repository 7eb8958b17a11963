import { setImmediate } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import type { Format, Paper } from './paper.ts';
import { rowsInParts, withRows } from './paper-parts.ts';
import type { WrittenPaper } from './write-paper.ts';

/** In MB: a province's year as a workbook takes a third of it. */
const LIMITS = { maxOldGenerationSizeMb: 512, maxYoungGenerationSizeMb: 64, stackSizeMb: 4 };

/** Milliseconds; the largest paper takes some seconds. */
const MOST_MS = 60_000;

/** One at a time in this process, as its memory is there once. */
let last: Promise<unknown> = Promise.resolve();

export type Apart =
  | { written: WrittenPaper; why?: undefined }
  | { written?: undefined; why: 'too_large' | 'too_slow' };

/**
 * Writes a paper in a thread of its own, which has ended when the answer comes.
 *
 * @throws what the writing throws.
 */
export function writeApart(paper: Paper, format: Format, mostMs = MOST_MS): Promise<Apart> {
  const mine = last.then(() => writeAlone(paper, format, mostMs));
  last = mine.catch(() => {});
  return mine;
}

async function writeAlone(paper: Paper, format: Format, mostMs: number): Promise<Apart> {
  const worker = new Worker(new URL('./worker.ts', import.meta.url), {
    workerData: { paper: withRows(paper, () => []), format },
    resourceLimits: LIMITS,
    execArgv: ['--disable-warning=ExperimentalWarning'],
    env: {},
  });
  const ended = new Promise<void>((resolve) => worker.once('exit', () => resolve()));
  try {
    const heard = hear(worker, AbortSignal.timeout(mostMs));
    await Promise.race([heard, sendRows(worker, paper)]);
    return await heard;
  } finally {
    await worker.terminate();
    await ended;
  }
}

/** Some at a time: others are answered in between. */
async function sendRows(worker: Worker, paper: Paper): Promise<void> {
  for (const part of rowsInParts(paper)) {
    worker.postMessage(part);
    await setImmediate();
  }
  worker.postMessage('end');
}

function hear(worker: Worker, late: AbortSignal): Promise<Apart> {
  return new Promise((resolve, reject) => {
    worker.once('message', (written: WrittenPaper) => resolve({ written }));
    worker.once('error', (error: NodeJS.ErrnoException) =>
      error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? resolve({ why: 'too_large' }) : reject(error),
    );
    worker.once('exit', () => reject(new Error('the thread ended without a word')));
    late.addEventListener('abort', () => resolve({ why: 'too_slow' }), { once: true });
  });
}

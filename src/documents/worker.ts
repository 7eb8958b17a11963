/** A thread of its own in which a paper is written: compressing it would hold everybody else up. */
import { parentPort, workerData } from 'node:worker_threads';
import type { Format, Paper } from './paper.ts';
import { writePaper } from './write-paper.ts';

const { paper, format } = workerData as { paper: Paper; format: Format };
const written = await writePaper(paper, format);
// A copy, which is given away.
const bytes = new Uint8Array(written.bytes);
parentPort?.postMessage({ ...written, bytes }, [bytes.buffer]);

/** A thread of its own in which a long paper is written: it would hold everybody else up. */
import { parentPort, workerData } from 'node:worker_threads';
import type { Format, Paper } from './paper.ts';
import { writeHere } from './write-paper.ts';

const { paper, format } = workerData as { paper: Paper; format: Format };
const written = await writeHere(paper, format);
parentPort?.postMessage(written);

/** A thread of its own in which a long list is written as a workbook: compressing it would hold everybody else up. */
import { parentPort, workerData } from 'node:worker_threads';
import { type TextSheet, writeHere } from './workbook.ts';

parentPort?.postMessage(await writeHere(workerData as TextSheet[]));

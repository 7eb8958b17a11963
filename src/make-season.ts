/** `npm run season`: the sample season played through the protocol by the program itself, kept for every first start. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { EMPTIED_IN_ORDER } from './db/empty.ts';
import { packRows } from './db/load.ts';
import { openDatabase } from './db/open.ts';
import { isComplete, readKept, SAMPLE } from './playground/keep.ts';
import { SEASON_ROWS } from './playground/stage.ts';

/** Nothing has changed for so many ms: all that was to be sent has arrived. */
const CALM = 5000;

async function make(): Promise<void> {
  for (const file of [SAMPLE, SEASON_ROWS]) rmSync(file, { force: true });
  const dataDir = mkdtempSync(join(tmpdir(), 'expert-desk-season-'));
  try {
    await play(dataDir);
    writeFileSync(SAMPLE, gzipSync(readFileSync(join(dataDir, 'playground.bin')), { level: 9 }));
    const { db, close } = await openDatabase({ databaseUrl: undefined, dataDir });
    writeFileSync(SEASON_ROWS, await packRows(db, EMPTIED_IN_ORDER.toReversed()));
    await close();
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
}

async function play(dataDir: string): Promise<void> {
  const program = spawn(process.execPath, [fileURLToPath(new URL('main.ts', import.meta.url))], {
    env: { PATH: process.env.PATH ?? '', DATA_DIR: dataDir, PORT: '0', LOG_LEVEL: 'error' },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const exit = once(program, 'exit');
  const ended = exit.then(([code]) => Promise.reject(new Error(`the program ended with ${code}`)));
  await Promise.race([ended, untilPlayed(dataDir)]);
  program.kill('SIGTERM');
  await exit;
}

async function untilPlayed(dataDir: string): Promise<void> {
  for (;;) {
    await pause(1000);
    const kept = readKept(dataDir);
    if (kept?.season.state === 'failed') throw new Error('the season was not played to its end');
    if (!kept || !isComplete(kept)) continue;
    if (Date.now() - statSync(join(dataDir, 'playground.bin')).mtimeMs > CALM) return;
  }
}

await make();

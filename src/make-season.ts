/** `npm run season`: the sample season played through the protocol by the program itself, kept for every first start. */
import { spawn } from 'node:child_process';
import { on, once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { TABLES } from './app.ts';
import { packRows } from './db/load.ts';
import { openDatabase } from './db/open.ts';
import { listUnknown } from './outbox/troubles.ts';
import { isComplete, readKept, type SampleLanguage, sampleFiles } from './playground/keep.ts';

/** The playground's workspace. */
const TEAM = 'T0EXPERTS';

/** Nothing has changed for so many ms: all that was to be sent has arrived. */
const CALM = 5000;

async function make(): Promise<void> {
  const languages = ['zh', 'en'] as const;
  for (const { workspace, rows } of languages.map(sampleFiles))
    for (const file of [workspace, rows]) rmSync(file, { force: true });
  for (const language of languages) await makeIn(language);
}

async function makeIn(language: SampleLanguage): Promise<void> {
  const dataDir = mkdtempSync(join(tmpdir(), 'expert-desk-season-'));
  const { workspace, rows } = sampleFiles(language);
  try {
    await play(dataDir, language);
    writeFileSync(workspace, gzipSync(readFileSync(join(dataDir, 'playground.bin')), { level: 9 }));
    const { db, close } = await openDatabase({ databaseUrl: undefined, dataDir });
    // On a machine that is too busy an answer may be lost, and a first start would begin with that.
    const unsure = await listUnknown(db, TEAM);
    if (unsure.length > 0) throw new Error(`${unsure.length} messages may not have arrived`);
    writeFileSync(rows, await packRows(db, TABLES.toReversed()));
    await close();
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
}

async function play(dataDir: string, language: SampleLanguage): Promise<void> {
  const program = spawn(process.execPath, [fileURLToPath(new URL('main.ts', import.meta.url))], {
    env: { DATA_DIR: dataDir, PORT: '0', LOG_LEVEL: 'error' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exit = once(program, 'exit');
  const ended = exit.then(([code]) => Promise.reject(new Error(`the program ended with ${code}`)));
  try {
    const [line] = await Promise.race([ended, once(program.stdout, 'data')]);
    // Why it can't be played stands in its log.
    program.stdout.pipe(process.stderr);
    const address = /http:\S+/.exec(String(line))?.[0] ?? '';
    if (language === 'en') await startInEnglish(address);
    await Promise.race([ended, untilPlayed(dataDir)]);
  } finally {
    program.kill('SIGTERM');
    await exit;
  }
}

/** As a visitor would: everybody reads English, and the season is played anew. */
async function startInEnglish(address: string): Promise<void> {
  const window = new WebSocket(`${address.replace('http', 'ws')}/window?as=U0BUREAU&language=en-US`);
  await once(window, 'open');
  window.send(JSON.stringify({ id: 1, type: 'restart', season: 'played' }));
  for await (const [{ data }] of on(window, 'message')) if (JSON.parse(data).id === 1) break;
  window.close();
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

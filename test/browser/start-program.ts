/** The real program for browser tests: one for all, whose sample season has played; or one's own. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { TestProject } from 'vitest/node';
import { freePort } from '../helpers/free-port.ts';
import { createHearing } from '../helpers/hear.ts';
import { findBrowser, PLACES } from './find-browser.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Where the window is. */
    url: string;
  }
}

/** A season of some four hundred acts, on a busy machine. */
export const SEASON_MS = 600_000;

/** Returns what ends the program; without a browser nothing is started. */
export async function setup(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  if (!findBrowser()) {
    process.stdout.write(`No Chromium in ${PLACES.join(', ')}: the browser tests did not run.\n`);
    project.provide('url', '');
    return undefined;
  }
  const { url, stop } = await startProgram();
  await seasonPlayed(url);
  project.provide('url', url);
  return stop;
}

export interface Program {
  /** Where the window is. */
  url: string;
  stop(): Promise<void>;
}

/** A program with a folder of its own; resolves when the window can be opened. */
export async function startProgram(): Promise<Program> {
  const dataDir = mkdtempSync(join(tmpdir(), 'expert-desk-browser-'));
  const program = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', 'src/main.ts'], {
    env: { PATH: process.env.PATH ?? '', DATA_DIR: dataDir, PORT: await freePort(), LOG_LEVEL: 'error' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exit = once(program, 'exit');
  const url = await Promise.race([
    addressIn(program.stdout),
    exit.then(() => Promise.reject(new Error('the program ended'))),
  ]);
  return {
    url,
    async stop() {
      program.kill('SIGTERM');
      await exit;
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

function addressIn(stdout: NodeJS.ReadableStream): Promise<string> {
  return new Promise((resolve) => {
    createInterface({ input: stdout }).on('line', (line) => {
      const [url] = /http:\S+/.exec(line) ?? [];
      if (url) resolve(url);
    });
  });
}

/**
 * Resolves when the season is done and Slack's pace is off; rejects when the season failed or takes too long.
 * At Slack's pace the cards that are drawn anew on another day would keep everybody waiting.
 */
export function seasonPlayed(url: string): Promise<void> {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/window?as=U0BUREAU`);
  const hear = createHearing();
  return new Promise<void>((resolve, reject) => {
    const late = setTimeout(() => reject(new Error('the season takes too long')), SEASON_MS);
    socket.onerror = () => reject(new Error('the window does not answer'));
    socket.onmessage = ({ data }) => {
      const { season, pacing } = hear(data) as { season?: { state: string }; pacing?: boolean };
      if (season?.state === 'failed') reject(new Error('the season failed'));
      if (season?.state !== 'done') return;
      if (pacing) return socket.send(JSON.stringify({ id: 1, type: 'pacing', on: false }));
      clearTimeout(late);
      resolve();
    };
  }).finally(() => socket.close());
}

/** How long a start takes and what the program holds afterwards; each in a process of its own, as a person starts it. */
import type { ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { createMirror } from '../src/playground/window/parts.ts';
import { freePort } from '../test/helpers/free-port.ts';
import { cpuOf, end, run, startArgs } from './server.ts';

export interface StartFigure {
  /** Milliseconds until the page is answered, and until a person sees the season. */
  pageMs: number;
  readyMs: number;
  /** The program's own CPU until then. */
  cpuMs: number;
}

export interface MemoryFigure {
  /** Resident, in MB, when nothing has happened for a moment. */
  residentMb: number;
  acts: number;
}

/** Nothing is in the folder: the database is made, the season brought in. */
export async function startFresh(databaseUrl?: string): Promise<StartFigure> {
  return inFolder(async (dataDir) => (await startOnce(dataDir, databaseUrl)).figure);
}

/** Over what a start before has left. */
export async function startAgain(databaseUrl?: string): Promise<StartFigure> {
  return inFolder(async (dataDir) => {
    await startOnce(dataDir, databaseUrl);
    return (await startOnce(dataDir, databaseUrl)).figure;
  });
}

/** The playground with its season, after so many acts of one person: commands, answers, Home. */
export async function holdAfterActs(acts: number, databaseUrl?: string): Promise<MemoryFigure> {
  return inFolder(async (dataDir) => {
    const { child, url } = await launch(dataDir, databaseUrl);
    const window = await sitDown(url);
    for (let act = 0; act < acts; act += 1) await window.ask(actOf(act));
    window.close();
    const residentMb = await calmMemory(child);
    await end(child);
    return { residentMb, acts };
  });
}

function actOf(act: number): object {
  if (act % 2 === 0) return { type: 'openHome' };
  return { type: 'command', command: '/expert', text: 'help', channel: 'C0NEEDS' };
}

async function startOnce(dataDir: string, databaseUrl?: string): Promise<{ figure: StartFigure }> {
  const since = performance.now();
  const { child, url } = await launch(dataDir, databaseUrl);
  await untilAnswered(url);
  const pageMs = performance.now() - since;
  const window = await sitDown(url);
  const figure = { pageMs, readyMs: performance.now() - since, cpuMs: cpuOf(child.pid ?? 0) };
  window.close();
  await end(child);
  return { figure };
}

async function launch(dataDir: string, databaseUrl = ''): Promise<{ child: ChildProcess; url: string }> {
  const child = run(startArgs, {
    DATA_DIR: dataDir,
    DATABASE_URL: databaseUrl,
    PORT: await freePort(),
    LOG_LEVEL: 'error',
  });
  if (!child.stdout) throw new Error('nothing can be heard of the program');
  for await (const line of createInterface({ input: child.stdout })) {
    const [url] = /http:\S+/.exec(line) ?? [];
    if (url) return { child, url };
  }
  throw new Error('the program ended before it could be reached');
}

/** Resolves when the first world has come. */
async function sitDown(url: string) {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/window?as=U0ZJ0006`);
  const mirror = createMirror();
  const waiting = new Map<number, () => void>();
  let asked = 0;
  await new Promise<void>((resolve, reject) => {
    socket.onerror = () => reject(new Error('the window does not answer'));
    socket.onmessage = ({ data }) => {
      const said = JSON.parse(String(data));
      if (said.type === 'done') waiting.get(said.id)?.();
      if (said.type === 'changes' && mirror.take(said)) resolve();
    };
  });
  return {
    ask(request: object): Promise<void> {
      asked += 1;
      const id = asked;
      socket.send(JSON.stringify({ id, ...request }));
      return new Promise((resolve) => waiting.set(id, resolve));
    },
    close: () => socket.close(),
  };
}

async function untilAnswered(url: string): Promise<void> {
  for (;;) {
    const answer = await fetch(url).catch(() => undefined);
    if (answer?.ok) return void (await answer.text());
    await pause(5);
  }
}

/** The lowest of a few seconds: what is let go of is gone then. */
async function calmMemory(child: ChildProcess): Promise<number> {
  let lowest = Number.POSITIVE_INFINITY;
  for (let second = 0; second < 5; second += 1) {
    await pause(1000);
    const [, kilobytes = 0] = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8')) ?? [];
    lowest = Math.min(lowest, Number(kilobytes) / 1024);
  }
  return Math.round(lowest);
}

async function inFolder<T>(work: (dataDir: string) => Promise<T>): Promise<T> {
  const dataDir = mkdtempSync(join(tmpdir(), 'expert-desk-bench-'));
  try {
    return await work(dataDir);
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
}

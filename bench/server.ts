/** Servers in processes of their own: the product as `npm start` runs it, and bare Bolt. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { freePort } from '../test/helpers/free-port.ts';
import { SECRET, TEAM } from './slack.ts';

export interface Server {
  url: string;
  /** Processor time of this process so far, in ms. */
  cpuMs(): number;
  stop(): Promise<void>;
  /** At once, as by `kill -9`. */
  kill(): Promise<void>;
}

/** Where the data is: on a server, or in a folder with the embedded database. */
export type Storage = { databaseUrl: string } | { dataDir: string };

const root = join(import.meta.dirname, '..');
/** As `npm start`. */
const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  scripts: { start: string };
};
export const startArgs = scripts.start.split(' ').slice(1);

export async function startProduct(storage: Storage, apiUrl: string): Promise<Server> {
  const port = await freePort();
  const child = run(startArgs, {
    ...('databaseUrl' in storage ? { DATABASE_URL: storage.databaseUrl } : { DATA_DIR: storage.dataDir }),
    HOST: '127.0.0.1',
    PORT: port,
    SLACK_BOT_TOKEN: 'xoxb-1',
    SLACK_SIGNING_SECRET: SECRET,
    SLACK_API_URL: apiUrl,
    LOG_LEVEL: 'info',
  });
  await ready(child);
  return serverOf(child, port);
}

export async function startBare(options: {
  listeners: number;
  claims: boolean;
  storage?: Storage;
}): Promise<Server> {
  const { storage, ...others } = options;
  const child = run(
    [
      '--disable-warning=ExperimentalWarning',
      'bench/bare.ts',
      JSON.stringify({ ...others, ...storage, secret: SECRET, team: TEAM }),
    ],
    {},
  );
  const { port } = await ready(child);
  return serverOf(child, String(port));
}

/** A program of this project with nothing else of our environment. */
export function run(args: readonly string[], env: Record<string, string>): ChildProcess {
  return spawn(process.execPath, args, {
    cwd: root,
    env: { PATH: process.env.PATH ?? '', ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}

async function ready(child: ChildProcess): Promise<{ port?: number }> {
  const line = new Promise<{ port?: number }>((resolve) => {
    if (!child.stdout) return;
    createInterface({ input: child.stdout }).on('line', (text) => {
      if (text.includes('"ready"')) resolve(JSON.parse(text));
    });
  });
  return Promise.race([line, once(child, 'exit').then(() => Promise.reject(new Error('a server ended')))]);
}

function serverOf(child: ChildProcess, port: string): Server {
  return {
    url: `http://127.0.0.1:${port}`,
    cpuMs: () => cpuOf(child.pid ?? 0),
    stop: () => end(child),
    kill: () => end(child, 'SIGKILL'),
  };
}

export async function end(child: ChildProcess, signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM'): Promise<void> {
  const exit = once(child, 'exit');
  child.kill(signal);
  await exit;
}

/** Processor time of a process, in ms (Linux: fields 14 and 15 of `/proc/<pid>/stat`, in hundredths of a second). */
export function cpuOf(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /, '')
    .split(' ');
  return (Number(fields[11]) + Number(fields[12])) * 10;
}

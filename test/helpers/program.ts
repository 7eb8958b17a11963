import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

export interface Program {
  process: ChildProcess;
  lines: string[];
  errors: string[];
  /** Resolves with the first line of stdout that matches; rejects when the program ends before. */
  line(pattern: RegExp): Promise<string>;
  exit: Promise<number | null>;
  /** At once, as by `kill -9`. */
  kill(): Promise<void>;
}

/** Compiled once for all tests of all runs: to compile the program takes longer than most of what is looked at. */
const COMPILED = join(import.meta.dirname, '../../node_modules/.cache/expert-desk-tests/compiled');

/** The program as `npm start` runs it, with this environment and nothing else of ours; whoever starts it ends it. */
export function startProgram(env: Record<string, string>): Program {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', 'src/main.ts'], {
    env: { PATH: process.env.PATH ?? '', NODE_COMPILE_CACHE: COMPILED, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const lines: string[] = [];
  const errors: string[] = [];
  const waiting: { pattern: RegExp; resolve: (line: string) => void }[] = [];
  createInterface({ input: child.stdout }).on('line', (line) => {
    lines.push(line);
    for (const one of waiting) if (one.pattern.test(line)) one.resolve(line);
  });
  createInterface({ input: child.stderr }).on('line', (line) => errors.push(line));
  // All that it said has been read by then.
  const exit = once(child, 'close').then(([code]) => code as number | null);
  return {
    process: child,
    lines,
    errors,
    exit,
    line(pattern) {
      const found = lines.find((line) => pattern.test(line));
      if (found) return Promise.resolve(found);
      const seen = new Promise<string>((resolve) => waiting.push({ pattern, resolve }));
      return Promise.race([
        seen,
        exit.then(() => Promise.reject(new Error(`it ended: ${errors.join('\n')}`))),
      ]);
    },
    async kill() {
      child.kill('SIGKILL');
      await exit;
    },
  };
}

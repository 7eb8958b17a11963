/** The embedded database is made by a process of its own: that takes 700 MB for two seconds, in which nothing else runs. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, fsyncSync, openSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** What that process is told. */
export interface MakeOrder {
  folder: string;
  /** Whether the project's tables shall stand in it. */
  isMigrated: boolean;
}

/** What it says when it could not. */
export interface MakeFailure {
  message: string;
  /** The system's word, e.g. ENOSPC. */
  code?: string;
}

const UNFINISHED = 'database.unfinished';

/**
 * Makes the database aside and renames it: one that was not finished, because either process was killed, would never
 * open, and has a name by which the next start knows it. Each try has a name of its own, for the process of a start
 * that was killed may still be writing.
 *
 * @throws what kept the other process from making it, with the system's code.
 */
export async function makeAside(root: string, folder: string, isMigrated: boolean): Promise<void> {
  for (const name of readdirSync(root))
    if (name.startsWith(UNFINISHED)) rmSync(join(root, name), { recursive: true, force: true });
  const unfinished = join(root, `${UNFINISHED}.${process.pid}`);
  await makeIn({ folder: unfinished, isMigrated });
  renameSync(unfinished, folder);
  syncPath(root);
}

async function makeIn(order: MakeOrder): Promise<void> {
  const child = fork(fileURLToPath(new URL('make-database.ts', import.meta.url)), {
    // Our own flags keep the heap too small for this; and optimising code that runs for two seconds costs more than it gives.
    execArgv: ['--disable-warning=ExperimentalWarning', '--liftoff-only'],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  let failure: MakeFailure | undefined;
  child.on('message', (message: MakeFailure) => {
    failure = message;
  });
  child.send(order);
  const [code, signal] = await once(child, 'exit');
  if (failure) throw Object.assign(new Error(failure.message), { code: failure.code });
  if (code !== 0) throw new Error(`The process that makes the database ended with ${signal ?? code}.`);
}

/** So that what is renamed afterwards is whole after a power cut too. */
export function syncTree(folder: string): void {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) syncTree(path);
    else if (entry.isFile()) syncPath(path);
  }
  syncPath(folder);
}

function syncPath(path: string): void {
  // Windows can neither open a folder nor sync a file opened for reading, and writes renames through by itself.
  if (process.platform === 'win32') return;
  const fd = openSync(path, 'r');
  try {
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}

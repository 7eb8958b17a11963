import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openFolder } from '../../src/db/embedded.ts';

/** Made by the first who asks, for all files of the process. */
let made: Promise<string> | undefined;

/** Puts into a new `DATA_DIR` the database that a first start makes: it takes seconds, and is seen where it is meant. */
export async function putMadeDatabase(dataDir: string): Promise<void> {
  made ??= makeOne();
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  cpSync(join(await made, 'database'), join(dataDir, 'database'), { recursive: true });
}

async function makeOne(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'expert-desk-made-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  const { pglite, unlock } = await openFolder(folder, true);
  await pglite.close();
  unlock();
  return folder;
}

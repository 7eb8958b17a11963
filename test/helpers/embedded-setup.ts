import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import type { TestProject } from 'vitest/node';
import { migrateToLatest } from '../../src/db/migrate.ts';
import { embeddedDb } from '../../src/db/open.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    embeddedDump: string;
  }
}

const root = join(import.meta.dirname, '../..');
const cache = join(root, 'node_modules/.cache/expert-desk-tests');
/** A dump that no run has opened for so long belongs to migrations of the past. */
const FORGOTTEN_AFTER_MS = 7 * 24 * 3600 * 1000;

/** Before the first file that runs on the embedded database: a migrated one as a file, kept for the next run. */
export async function setup(project: TestProject): Promise<void> {
  const name = `embedded-${fingerprint()}.tar`;
  const path = join(cache, name);
  mkdirSync(cache, { recursive: true });
  for (const entry of readdirSync(cache))
    if (statSync(join(cache, entry)).mtimeMs < Date.now() - FORGOTTEN_AFTER_MS) rmSync(join(cache, entry));
  if (existsSync(path)) utimesSync(path, new Date(), new Date());
  else await makeDump(path);
  project.provide('embeddedDump', path);
}

/** Of all that makes the dump what it is. */
function fingerprint(): string {
  const require = createRequire(import.meta.url);
  const migrations = join(root, 'migrations');
  const hash = createHash('sha256');
  const files = readdirSync(migrations)
    .sort()
    .map((name) => join(migrations, name));
  for (const file of [...files, join(root, 'src/db/migrate.ts'), import.meta.filename])
    hash
      .update(`${file.slice(root.length)}\0`)
      .update(readFileSync(file))
      .update('\0');
  hash.update(require.resolve('@electric-sql/pglite'));
  hash.update(readFileSync(join(root, 'package-lock.json')));
  return hash.digest('hex').slice(0, 16);
}

async function makeDump(path: string): Promise<void> {
  // Every test file loads this, so it is kept small: 16 MB instead of 40.
  const pglite = await PGlite.create({ initDbStartParams: ['--wal-segsize=1'] });
  const db = embeddedDb(pglite);
  await migrateToLatest(db);
  await pglite.exec('update pg_database set datistemplate = false');
  await pglite.exec('drop database template0');
  await pglite.exec('drop database template1');
  await pglite.exec('checkpoint');
  const dump = await pglite.dumpDataDir('none');
  // Made aside and renamed: another run may look for it in this moment.
  const unfinished = `${path}.${process.pid}`;
  writeFileSync(unfinished, new Uint8Array(await dump.arrayBuffer()));
  renameSync(unfinished, path);
  await db.destroy();
}

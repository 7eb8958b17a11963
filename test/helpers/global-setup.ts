import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import type { TestProject } from 'vitest/node';
import { migrateToLatest } from '../../src/db/migrate.ts';
import { embeddedDb, openDatabase } from '../../src/db/open.ts';
import { runOnServer, startPostgres, urlOf } from './postgres.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    postgresUrl: string;
    templateDatabase: string;
    embeddedDump: string;
  }
}

const folderPrefix = 'expert-desk-tests-';

/** Once for both projects: a PostgreSQL server with a migrated template, and a migrated embedded database as a file. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  removeAbandoned();
  const folder = mkdtempSync(join(tmpdir(), `${folderPrefix}${process.pid}-`));
  const server = await startPostgres(folder).catch((error) => {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  });
  const templateDatabase = `expert_desk_template_${process.pid}`;
  const teardown = async () => {
    try {
      await runOnServer(server.url, `drop database if exists ${templateDatabase}`);
    } finally {
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    }
  };
  try {
    const embeddedDump = join(folder, 'migrated.tar');
    await Promise.all([makeTemplate(server.url, templateDatabase), makeDump(embeddedDump)]);
    project.provide('postgresUrl', server.url);
    project.provide('templateDatabase', templateDatabase);
    project.provide('embeddedDump', embeddedDump);
    return teardown;
  } catch (error) {
    await teardown();
    throw error;
  }
}

async function makeTemplate(serverUrl: string, name: string): Promise<void> {
  await runOnServer(serverUrl, `drop database if exists ${name}`);
  await runOnServer(serverUrl, `create database ${name} template template0`);
  const { db, close } = await openDatabase({ databaseUrl: urlOf(serverUrl, name), dataDir: '' });
  await migrateToLatest(db);
  await close();
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
  writeFileSync(path, new Uint8Array(await dump.arrayBuffer()));
  await db.destroy();
}

/** What a killed run left: its files, and its server where the kernel doesn't stop that with its parent. */
function removeAbandoned(): void {
  for (const name of readdirSync(tmpdir()).filter((entry) => entry.startsWith(folderPrefix))) {
    if (!hasEnded(Number(name.slice(folderPrefix.length).split('-')[0]))) continue;
    const folder = join(tmpdir(), name);
    try {
      const pid = readFileSync(join(folder, 'data', 'postmaster.pid'), 'utf8').split('\n')[0] ?? '';
      // The number may be another process's by now; the folder in its command line is unique.
      const command = spawnSync('ps', ['-o', 'args=', '-p', pid], { encoding: 'utf8' }).stdout;
      if (command?.includes(folder)) process.kill(Number(pid), 'SIGQUIT');
    } catch {
      // It had no server, or that one is gone.
    }
    rmSync(folder, { recursive: true, force: true });
  }
}

function hasEnded(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return false;
  } catch (error) {
    // Another user's process is refused with EPERM, and is none of ours.
    return error instanceof Error && 'code' in error && error.code === 'ESRCH';
  }
}

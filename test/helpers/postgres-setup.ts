import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { migrateToLatest } from '../../src/db/migrate.ts';
import { openDatabase } from '../../src/db/open.ts';
import { runOnServer, startPostgres, urlOf } from './postgres.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    postgresUrl: string;
    templateDatabase: string;
  }
}

const folderPrefix = 'expert-desk-tests-';

/** Before the first file that runs on PostgreSQL: a server with a migrated template. */
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
    await makeTemplate(server.url, templateDatabase);
    project.provide('postgresUrl', server.url);
    project.provide('templateDatabase', templateDatabase);
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

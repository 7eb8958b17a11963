import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { PGlite } from '@electric-sql/pglite';
import { inject } from 'vitest';
import type { Db } from '../../src/db/open.ts';
import { embeddedDb, openDatabase } from '../../src/db/open.ts';
import { embeddedParsers } from '../../src/db/values.ts';
import { runOnServer, urlOf } from './postgres.ts';

export type DatabaseKind = 'embedded' | 'postgres';

export interface TestDatabase {
  db: Db;
  /** The connection string, on PostgreSQL: for a second pool or a second process. */
  url?: string;
  close(): Promise<void>;
}

/**
 * The engine that this test project runs on. A file for one engine only is named `<what>.postgres.test.ts` or
 * `<what>.embedded.test.ts`; inside a file, `if (databaseKind === 'postgres')` around a test does the same.
 */
export const databaseKind: DatabaseKind = process.env.TEST_DATABASE === 'postgres' ? 'postgres' : 'embedded';

/** A migrated, empty database of its own, read as production reads it: about 0.1 s on either. */
export async function openTestDatabase(kind: DatabaseKind = databaseKind): Promise<TestDatabase> {
  return kind === 'postgres' ? openOnServer() : openInMemory();
}

/** An empty database without the project's tables, on PostgreSQL. */
export async function createPostgresDatabase(
  template = 'template0',
): Promise<{ url: string; drop(): Promise<void> }> {
  const name = `expert_desk_test_${randomUUID().replaceAll('-', '')}`;
  await runOnServer(inject('postgresUrl'), `create database ${name} template ${template}`);
  return {
    url: urlOf(inject('postgresUrl'), name),
    drop: () => runOnServer(inject('postgresUrl'), `drop database if exists ${name} with (force)`),
  };
}

async function openOnServer(): Promise<TestDatabase> {
  const { url, drop } = await createPostgresDatabase(inject('templateDatabase'));
  const { db, close } = await openDatabase({ databaseUrl: url, dataDir: '' });
  return {
    db,
    url,
    async close() {
      await close();
      await drop();
    },
  };
}

async function openInMemory(): Promise<TestDatabase> {
  const pglite = await PGlite.create({
    loadDataDir: new Blob([readFileSync(inject('embeddedDump'))]),
    parsers: embeddedParsers,
    // As production, but with small buffers: they are most of the time and memory of opening.
    startParams: [...PGlite.defaultStartParams, '-c', 'timezone=UTC', '-c', 'shared_buffers=16MB'],
  });
  const db = embeddedDb(pglite);
  return { db, close: () => db.destroy() };
}

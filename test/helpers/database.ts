import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { PGlite } from '@electric-sql/pglite';
import { type KyselyPlugin, type RootOperationNode, sql } from 'kysely';
import { inject } from 'vitest';
import type { Db } from '../../src/db/open.ts';
import { embeddedDb, openDatabase } from '../../src/db/open.ts';
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

/**
 * What the tests before are done with, to be emptied and used again, in this file and the next ones of the process: 13 ms
 * where a new one takes half a second. They end with the process, on PostgreSQL with the run; see `postgres-setup.ts`.
 */
const spare: Record<DatabaseKind, TestDatabase[]> = { embedded: [], postgres: [] };

/**
 * A migrated, empty database for one test, read as production reads it. The same one serves again, so a test
 * that changes tables or ends the database takes `openFreshDatabase`.
 */
export async function openTestDatabase(kind: DatabaseKind = databaseKind): Promise<TestDatabase> {
  const used = spare[kind].pop();
  if (used) await emptyDatabase(used.db);
  const database = used ?? (await openFreshDatabase(kind));
  return { ...database, close: async () => void spare[kind].push(database) };
}

/** A migrated, empty database that nobody used before and nobody will use after. */
export async function openFreshDatabase(kind: DatabaseKind = databaseKind): Promise<TestDatabase> {
  return kind === 'postgres' ? openOnServer() : openInMemory();
}

/** Every row of every table in one statement, which asks foreign keys when it ends; numbers begin anew. */
async function emptyDatabase(db: Db): Promise<void> {
  const tables = await listTables(db);
  const deletes = tables.map((name, i) => sql`${sql.raw(`d${i}`)} as (delete from ${sql.table(name)})`);
  await sql`with ${sql.join(deletes)} select setval(seqrelid::regclass, seqstart, false) from pg_sequence`.execute(
    db,
  );
}

/** Calls back with each statement that is sent. */
export function whenSent(seen: (statement: RootOperationNode) => void): KyselyPlugin {
  return {
    transformQuery({ node }) {
      seen(node);
      return node;
    },
    transformResult: async ({ result }) => result,
  };
}

/** The project's tables, without the migrations' own. */
export async function listTables(db: Db): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`select tablename as name from pg_tables
    where schemaname = 'public' and tablename not like 'kysely_%' order by 1`.execute(db);
  return rows.map(({ name }) => name);
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
    // As production, but with small buffers: they are most of the time and memory of opening.
    startParams: [...PGlite.defaultStartParams, '-c', 'timezone=UTC', '-c', 'shared_buffers=16MB'],
  });
  const db = embeddedDb(pglite);
  return { db, close: () => db.destroy() };
}

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { migrateToLatest } from '../src/db/migrate.ts';
import { type Db, openDatabase } from '../src/db/open.ts';
import { createPostgresDatabase } from './helpers/database.ts';
import { type Pooler, startPooler } from './helpers/pooler.ts';
import { runOnServer } from './helpers/postgres.ts';

let server: { url: string; drop(): Promise<void> };
let pooler: Pooler;
const open: (() => Promise<void>)[] = [];

beforeEach(async () => {
  server = await createPostgresDatabase();
  pooler = await startPooler(server.url);
});

afterEach(async () => {
  for (const close of open.splice(0)) await close();
  await pooler.close();
  await server.drop();
});

async function openThrough(): Promise<Db> {
  const { db, close } = await openDatabase({ databaseUrl: pooler.url, dataDir: '', poolSize: 2 });
  open.push(close);
  return db;
}

async function readSession(db: Db) {
  const { rows } = await sql<{ pid: number }>`/* name: read_session */
    select pg_backend_pid() as pid, current_setting('timezone') as zone,
      current_setting('statement_timeout') as statement, current_setting('lock_timeout') as lock,
      current_setting('idle_in_transaction_session_timeout') as idle`.execute(db);
  const { pid, ...settings } = rows[0] ?? { pid: 0 };
  return { pid, settings };
}

function writeMigration(statement: string): URL {
  const folder = mkdtempSync(join(tmpdir(), 'expert-desk-pooler-'));
  open.push(async () => rmSync(folder, { recursive: true }));
  const source = `import { sql } from '${import.meta.resolve('kysely')}';
    export async function up(db) { await sql\`${statement}\`.execute(db) }
    export async function down() {}`;
  writeFileSync(join(folder, '2026-01-01T0000-one.ts'), source);
  return pathToFileURL(`${folder}/`);
}

const SETTINGS = { zone: 'UTC', statement: '15s', lock: '10s', idle: '30s' };

describe('behind a pooler that gives each transaction another session', () => {
  test('When statements follow one another, Then zone and time-outs hold for each, and so does what has a name', async () => {
    const db = await openThrough();
    const alone = [await readSession(db), await readSession(db)];
    const together = await db
      .transaction()
      .execute(async (trx) => [await readSession(trx), await readSession(trx)]);
    const pids = [...alone, ...together].map(({ pid }) => pid);
    expect(new Set(pids).size).toBe(3);
    for (const { settings } of [...alone, ...together]) expect(settings).toEqual(SETTINGS);
  });

  test('When three processes start at once on a new database, Then one migrates, and no lock is left in a session', async () => {
    const databases = await Promise.all([openThrough(), openThrough(), openThrough()]);
    const folder = writeMigration('create table made (n int)');
    const applied = await Promise.all(databases.map((db) => migrateToLatest(db, folder)));
    expect(applied.filter((names) => names.length > 0)).toHaveLength(1);
    const [db] = databases;
    await expect(sql`select 1 from made`.execute(db)).resolves.toMatchObject({ rows: [] });
    const { rows } = await sql`select 1 from pg_locks l join pg_database d on d.oid = l.database
      where locktype = 'advisory' and datname = current_database()`.execute(db);
    expect(rows).toEqual([]);
  });

  test('When the operator has set a time-out for this role and database, Then it stays', async () => {
    const { pathname } = new URL(server.url);
    await runOnServer(
      server.url,
      `alter role session_user in database ${pathname.slice(1)} set statement_timeout = '60s'`,
    );
    expect((await readSession(await openThrough())).settings).toEqual({ ...SETTINGS, statement: '1min' });
  });
});

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { DatabaseFolderInUse } from '../src/db/embedded.ts';
import { migrateDown, migrateToLatest } from '../src/db/migrate.ts';
import type { Db, OpenDatabase } from '../src/db/open.ts';
import { isUniqueViolation, openDatabase } from '../src/db/open.ts';
import { toJson } from '../src/db/values.ts';
import type { TestDatabase } from './helpers/database.ts';
import { createPostgresDatabase, databaseKind, openFreshDatabase } from './helpers/database.ts';

const scratch = fs.mkdtempSync(join(tmpdir(), 'expert-desk-db-'));
afterAll(() => fs.rmSync(scratch, { recursive: true, force: true }));

describe('Either database', () => {
  let test_: TestDatabase;
  let db: Db;
  beforeEach(async () => {
    test_ = await openFreshDatabase();
    db = test_.db;
  });
  afterEach(() => test_.close());

  test('When a value goes in and comes out, Then it is the same on both engines', async () => {
    await sql`create table value (at timestamptz, on_date date, whole bigint, exact numeric, doc jsonb, list jsonb,
      words text[], numbers int[], moments timestamptz[], yes boolean, bytes bytea, clock timestamp)`.execute(
      db,
    );
    const at = Temporal.Instant.from('2026-11-23T03:00:00.123456+08:00');
    const words = ['a"b\\c,{d}', '', 'NULL', '专家', null];
    await sql`insert into value values (${at}, ${'2026-12-31'}, ${9_007_199_254_740_991}, ${'12.5'}, ${{ who: ['李'], at }},
      ${toJson([1, 'two'])}, ${words}, ${[1, 2]}, ${[at]}, ${true}, ${Buffer.from([0, 255])},
      ${'2026-01-01 00:00:00'})`.execute(db);

    const { rows } = await sql`select *, count(*) over () as count from value where at = ${at}`.execute(db);

    expect(rows).toEqual([
      {
        at,
        on_date: '2026-12-31',
        whole: 9_007_199_254_740_991,
        exact: 12.5,
        doc: { who: ['李'], at: '2026-11-22T19:00:00.123456Z' },
        list: [1, 'two'],
        words,
        numbers: [1, 2],
        moments: [at],
        yes: true,
        bytes: Buffer.from([0, 255]),
        clock: '2026-01-01 00:00:00',
        count: 1,
      },
    ]);
    expect(String((rows[0] as { at: unknown }).at)).toBe('2026-11-22T19:00:00.123456Z');
  });

  test('When a date is in the database, Then the session reads it in UTC', async () => {
    const { rows } = await sql`select current_setting('timezone') as zone`.execute(db);
    expect(rows).toEqual([{ zone: 'UTC' }]);
  });

  test('When a number is too large to be exact, Then it is an error and not another number', async () => {
    await expect(sql`select 9007199254740993::bigint`.execute(db)).rejects.toThrow('too large');
  });

  test('When an array meets a json column, Then either engine refuses it', async () => {
    await expect(sql`select ${['a']}::jsonb`.execute(db)).rejects.toThrow('json');
  });

  test('When a unique constraint refuses a row, Then it is known by its name', async () => {
    await sql`create table seat (n int constraint seat_taken unique)`.execute(db);
    await sql`insert into seat values (1)`.execute(db);
    const error = await sql`insert into seat values (1)`.execute(db).catch((reason: unknown) => reason);

    expect(isUniqueViolation(error)).toBe(true);
    expect(isUniqueViolation(error, 'seat_taken')).toBe(true);
    expect(isUniqueViolation(error, 'another')).toBe(false);
    expect(isUniqueViolation(new Error('no'))).toBe(false);
  });

  test('When every migration is taken back, Then nothing is left and all can be applied again', async () => {
    const before = await listTables(db);
    const takenBack: string[] = [];
    for (let last = await migrateDown(db); last.length > 0; last = await migrateDown(db)) {
      takenBack.push(...last);
    }
    expect(await listTables(db)).toEqual([]);

    expect(await migrateToLatest(db)).toEqual(takenBack.toReversed());
    expect(await listTables(db)).toEqual(before);
    expect(await migrateToLatest(db)).toEqual([]);
  });

  test('When a migration fails, Then the error is thrown and none of them was applied', async () => {
    const folder = writeMigrations({
      '2026-01-01T0000-good': 'await sql`create table good (n int)`.execute(db)',
      '2026-01-01T0001-bad': 'await sql`create table bad (n nonsense)`.execute(db)',
    });
    await sql`drop table kysely_migration`.execute(db);

    await expect(migrateToLatest(db, folder)).rejects.toThrow('nonsense');

    expect(await listTables(db)).not.toContain('good');
  });
});

if (databaseKind === 'embedded') {
  describe('The embedded database', () => {
    const dataDir = join(scratch, 'data');
    const open: OpenDatabase[] = [];
    async function openFolder(): Promise<OpenDatabase> {
      const database = await openDatabase({ dataDir });
      open.push(database);
      return database;
    }
    beforeAll(async () => {
      // What a process leaves that was killed while it made the database.
      fs.mkdirSync(join(dataDir, 'database.unfinished'), { recursive: true });
      fs.writeFileSync(join(dataDir, 'database.unfinished', 'PG_VERSION'), '18\n');
      const { db, close } = await openDatabase({ dataDir });
      await sql`create table kept (n int primary key)`.execute(db);
      await close();
    });
    afterEach(async () => {
      for (const database of open.splice(0)) await database.close();
    });

    test('When the very first start was killed halfway, Then the next one made the database anew', async () => {
      const { db, kind } = await openFolder();
      expect(kind).toBe('embedded');
      expect(await listTables(db)).toEqual(['kept']);
      expect(fs.readdirSync(dataDir)).not.toContain('database.unfinished');
    });

    test('When ten commits are acknowledged, Then the disk was told to keep each', async () => {
      const { db } = await openFolder();
      const synced = observeFsync();
      for (let n = 1; n <= 10; n++) await sql`insert into kept values (${-n})`.execute(db);

      expect(synced.mock.calls.length).toBeGreaterThanOrEqual(10);
    });

    test('When another process has the folder, Then it is refused in words, and free again after kill -9', async () => {
      const holder = startWriter(dataDir);
      const acknowledged = await holder.untilAcknowledged(50);

      const refusal = await openDatabase({ dataDir }).catch((error: unknown) => error);
      expect(refusal).toBeInstanceOf(DatabaseFolderInUse);
      expect(String(refusal)).toContain(`The database folder ${dataDir} is already in use`);
      expect(String(refusal)).toContain('请先停止那个进程');

      await holder.kill();
      const { db } = await openFolder();
      const { rows } = await sql<{ n: number }>`select n from kept where n > 0 order by n`.execute(db);
      expect(rows.length).toBeGreaterThanOrEqual(acknowledged);
      expect(rows.map((row) => row.n)).toEqual(rows.map((_, index) => index + 1));
    });

    test('When this process opens the folder twice, Then the second time is refused as well', async () => {
      await openFolder();
      await expect(openDatabase({ dataDir })).rejects.toThrow(DatabaseFolderInUse);
    });

    test('When it is maintained, Then rows are vacuumed and counted and the log is written out', async () => {
      const { db, maintain } = await openFolder();
      await sql`create table many as select generate_series(1, 1000) as n`.execute(db);
      const before = await storage(db);
      await maintain();
      const after = await storage(db);

      expect(before).toMatchObject({ counted: -1, visible: 0 });
      expect(after).toMatchObject({ counted: 1000, visible: expect.any(Number) });
      expect(after?.visible).toBeGreaterThan(0);
      expect(after?.checkpoint).not.toBe(before?.checkpoint);
    });

    test('When the disk refuses to keep a commit, Then it is not acknowledged, nor any after it', async () => {
      const { db } = await openFolder();
      observeFsync().mockImplementation(() => {
        throw Object.assign(new Error('EIO'), { code: 'EIO' });
      });
      await expect(sql`insert into kept values (-100)`.execute(db)).rejects.toThrow();
      vi.restoreAllMocks();
      syncBuiltinESMExports();
      await expect(sql`insert into kept values (-101)`.execute(db)).rejects.toThrow(
        'stopped until a restart',
      );
      await open.pop()?.close();

      const again = await openFolder();
      const { rows } = await sql`select n from kept where n = -101`.execute(again.db);
      expect(rows).toEqual([]);
    });
  });
}

if (databaseKind === 'postgres') {
  describe('PostgreSQL', () => {
    test('When five processes migrate at once, Then one does and the others wait for it', async () => {
      const { url, drop } = await createPostgresDatabase();
      const pools = await Promise.all(
        Array.from({ length: 5 }, () => openDatabase({ databaseUrl: url, dataDir: '', poolSize: 2 })),
      );
      const applied = await Promise.all(pools.map(({ db }) => migrateToLatest(db)));
      expect(applied.filter((names) => names.length > 0)).toHaveLength(1);
      expect(await listTables(pools[0]?.db as Db)).toContain('audit');

      await Promise.all(pools.map(({ close }) => close()));
      await drop();
    });

    test('When the server ends an idle connection, Then the next query gets another', async () => {
      const { db, url, close } = await openFreshDatabase();
      const other = await openDatabase({ databaseUrl: url, dataDir: '' });
      await sql`select 1`.execute(db);
      await sql`select pg_terminate_backend(pid) from pg_stat_activity
        where datname = current_database() and pid <> pg_backend_pid()`.execute(other.db);

      await vi.waitFor(() => sql`select 1`.execute(db));

      await other.close();
      await close();
    });

    test('When the server ends a connection in the middle of a transaction, Then that one fails and the rest goes on', async () => {
      const { db, url, close } = await openFreshDatabase();
      const other = await openDatabase({ databaseUrl: url, dataDir: '' });
      const cut = db.transaction().execute(async (trx) => {
        await sql`select pg_terminate_backend(pid) from pg_stat_activity
          where datname = current_database() and pid <> pg_backend_pid()`.execute(other.db);
        await vi.waitFor(() => expect(sql`select 1`.execute(trx)).rejects.toThrow());
        await sql`select 1`.execute(trx);
      });
      await expect(cut).rejects.toThrow();
      await vi.waitFor(() => sql`select 1`.execute(db));

      await other.close();
      await close();
    });

    test('When statements begin with a name, Then a connection prepares each of its texts once, and their answers are their own', async () => {
      const { db, close } = await openFreshDatabase();
      await db.connection().execute(async (connection) => {
        const add = (a: number) => sql`/* name: add_up */ select ${a}::int + 1 as sum`.execute(connection);
        const addTwo = (a: number) => sql`/* name: add_up */ select ${a}::int + 2 as sum`.execute(connection);
        const sums = [await add(1), await add(2), await addTwo(1), await addTwo(2), await add(3)];
        expect(sums.map(({ rows }) => rows)).toEqual([2, 3, 3, 4, 4].map((sum) => [{ sum }]));
        const { rows } = await sql<{ name: string; calls: number }>`
          select name, generic_plans + custom_plans as calls from pg_prepared_statements order by prepare_time`.execute(
          connection,
        );
        expect(rows.map(({ calls }) => calls)).toEqual([3, 2]);
        for (const { name } of rows) expect(name).toMatch(/^add_up_/);
      });
      await close();
    });

    test('When a query or a transaction is forgotten, Then the server ends it', async () => {
      const { db, close } = await openFreshDatabase();
      await migrateToLatest(db);
      const { rows } = await sql`select current_setting('statement_timeout') as statement,
        current_setting('idle_in_transaction_session_timeout') as idle, current_setting('application_name') as name`.execute(
        db,
      );
      expect(rows).toEqual([{ statement: '15s', idle: '30s', name: 'expert-desk' }]);
      await close();
    });
  });
}

afterEach(() => {
  vi.restoreAllMocks();
  syncBuiltinESMExports();
});

function observeFsync() {
  const spy = vi.spyOn(fs, 'fsyncSync');
  syncBuiltinESMExports();
  return spy;
}

async function listTables(db: Db): Promise<string[]> {
  return (await db.introspection.getTables()).map((table) => table.name).sort();
}

async function storage(
  db: Db,
): Promise<{ counted: number; visible: number; checkpoint: string } | undefined> {
  const { rows } = await sql<{ counted: number; visible: number; checkpoint: string }>`
    select reltuples as counted, relallvisible as visible, (select redo_lsn from pg_control_checkpoint()) as checkpoint
    from pg_class where relname = 'many'`.execute(db);
  return rows[0];
}

function writeMigrations(steps: Record<string, string>): URL {
  const folder = fs.mkdtempSync(join(scratch, 'migrations-'));
  const kysely = import.meta.resolve('kysely');
  for (const [name, step] of Object.entries(steps)) {
    const source = `import { sql } from '${kysely}';
      export async function up(db) { ${step} }
      export async function down() {}`;
    fs.writeFileSync(join(folder, `${name}.ts`), source);
  }
  return pathToFileURL(`${folder}/`);
}

/** Another process that opens the folder and says aloud which rows the database acknowledged. */
function startWriter(dataDir: string) {
  const source = `
    import { setImmediate } from 'node:timers/promises';
    import { openDatabase } from '${new URL('../src/db/open.ts', import.meta.url)}';
    const { db } = await openDatabase({ dataDir: process.argv[1] });
    for (let n = 1; ; n++) {
      await db.insertInto('kept').values({ n }).execute();
      process.stdout.write(n + '\\n');
      await setImmediate();
    }`;
  const args = ['--input-type=module', '--eval', source, '--', dataDir];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout });
  let acknowledged = 0;
  lines.on('line', (line) => {
    acknowledged = Number(line);
  });
  return {
    async untilAcknowledged(count: number): Promise<number> {
      while (acknowledged < count) await once(lines, 'line');
      return acknowledged;
    },
    async kill(): Promise<void> {
      child.kill('SIGKILL');
      await once(child, 'exit');
    },
  };
}

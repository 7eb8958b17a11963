import { setImmediate } from 'node:timers/promises';
import type { PGlite } from '@electric-sql/pglite';
import type { KyselyPlugin, PostgresQueryCompiler, Transaction } from 'kysely';
import { Kysely, PostgresAdapter, PostgresDialect, sql } from 'kysely';
import { Pool } from 'pg';
import { keepDefaults } from './defaults.ts';
import { openFolder } from './embedded.ts';
import { poolOf } from './embedded-pool.ts';
import { withNames } from './named.ts';
import type { Tables } from './tables.ts';
import { parserOf, SharedTypesCompiler } from './values.ts';

export type Db = Kysely<Tables>;
export type Trx = Transaction<Tables>;

export interface OpenDatabase {
  db: Db;
  kind: 'postgres' | 'embedded';
  /** Where the embedded database has its files. */
  dataDir?: string;
  /** What PostgreSQL's own daemons do by themselves; call it after a start, and once a night. */
  maintain(): Promise<void>;
  /** Whether the embedded database may acknowledge before the disk has it; what was put off is there when it ends. */
  setHurried(on: boolean): Promise<void>;
  close(): Promise<void>;
}

export interface OpenOptions {
  /** A PostgreSQL connection string; without one the embedded database in `dataDir` is opened. */
  databaseUrl?: string | undefined;
  dataDir: string;
  poolSize?: number | undefined;
  /** Where the embedded database has to be made: it is migrated in the process that makes it. */
  isMadeMigrated?: boolean;
}

/**
 * Opens PostgreSQL when there is a `databaseUrl`, else the embedded database in `dataDir`. What is there already is
 * not migrated. A pooler in transaction mode may stand before PostgreSQL: nothing here or elsewhere lives longer in a
 * session than a transaction.
 *
 * Both engines give and take the same values: `timestamptz` is a `Temporal.Instant` (microseconds),
 * `date` a 'YYYY-MM-DD' string, whole and decimal numbers are numbers, `json` is parsed, arrays are arrays and
 * `bytea` is a Buffer; any other type is PostgreSQL's own text.
 * A parameter that is an array binds as an array, a plain object as json; a json array needs `toJson`.
 *
 * @throws DatabaseFolderInUse when another process holds the folder; the driver's error when PostgreSQL can't be reached.
 */
export async function openDatabase(options: OpenOptions): Promise<OpenDatabase> {
  return options.databaseUrl
    ? openPostgres(options.databaseUrl, options.poolSize)
    : openEmbedded(options.dataDir, options.isMadeMigrated);
}

/** Did a unique constraint (this one, when named) refuse the row? */
export function isUniqueViolation(error: unknown, constraint?: string): boolean {
  return isViolation(error, '23505', constraint);
}

/** Did this check refuse the row? */
export function isCheckViolation(error: unknown, constraint: string): boolean {
  return isViolation(error, '23514', constraint);
}

/** Does something else refer to the row that was to go? */
export function isForeignKeyViolation(error: unknown): boolean {
  return isViolation(error, '23503', undefined);
}

function isViolation(error: unknown, code: string, constraint: string | undefined): boolean {
  if (!(error instanceof Error) || !('code' in error) || error.code !== code) return false;
  return constraint === undefined || ('constraint' in error && error.constraint === constraint);
}

/** Did PostgreSQL end this transaction because another one waited for it, and it for the other? */
export function isDeadlock(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === '40P01';
}

/** Kysely over an open PGlite, which it closes when it is destroyed. */
export function embeddedDb(pglite: PGlite): Db {
  return new Kysely({
    dialect: new SharedTypesPostgresDialect({ pool: poolOf(pglite) }),
    plugins: [giveWay],
  });
}

async function openEmbedded(dataDir: string, isMadeMigrated = false): Promise<OpenDatabase> {
  const folder = await openFolder(dataDir, isMadeMigrated);
  const db = embeddedDb(folder.pglite);
  return {
    db,
    kind: 'embedded',
    dataDir,
    maintain: () => maintain(db),
    async setHurried(on) {
      await sql.raw(`set synchronous_commit = ${on ? 'off' : 'on'}`).execute(db);
      if (!on) await sql`checkpoint`.execute(db);
    },
    async close() {
      await db.destroy();
      folder.unlock();
    },
  };
}

/** PGlite has neither autovacuum nor a background checkpointer. One table at a time: whoever clicks comes in between. */
async function maintain(db: Db): Promise<void> {
  const { rows } = await sql<{ name: string }>`
    select quote_ident(tablename) as name from pg_tables where schemaname = 'public'`.execute(db);
  for (const { name } of rows) await sql.raw(`vacuum (analyze) ${name}`).execute(db);
  await sql`checkpoint`.execute(db);
}

async function openPostgres(connectionString: string, poolSize = 10): Promise<OpenDatabase> {
  await keepDefaults(connectionString);
  const pool = new Pool({
    connectionString,
    max: poolSize,
    application_name: 'expert-desk',
    connectionTimeoutMillis: 5_000,
    keepAlive: true,
    types: { getTypeParser: parserOf },
    // A connection that the server ends while it is in use: its query rejects, and nothing else may happen.
    onConnect: (client) => void client.on('error', () => {}),
  });
  // The pool has already dropped the connection; without a listener a database restart would end this process.
  pool.on('error', () => {});
  const db: Db = new Kysely({ dialect: new SharedTypesPostgresDialect({ pool: withNames(pool) }) });
  return {
    db,
    kind: 'postgres',
    async maintain() {
      // Autovacuum and the checkpointer belong to the server.
    },
    async setHurried() {
      // The server belongs to others as well.
    },
    close: () => db.destroy(),
  };
}

/**
 * The embedded engine answers in microtasks, so a row of queries would hold up timers and HTTP for as long as it
 * lasts: after each query whatever waits at the door has its turn.
 */
const giveWay: KyselyPlugin = {
  transformQuery: ({ node }) => node,
  async transformResult({ result }) {
    await setImmediate();
    return result;
  },
};

class SharedTypesPostgresDialect extends PostgresDialect {
  override createAdapter(): PostgresAdapter {
    return new LocklessAdapter();
  }

  override createQueryCompiler(): PostgresQueryCompiler {
    return new SharedTypesCompiler();
  }
}

/** Kysely's lock on migrations lives in a session; `migrate.ts` has one that ends with the transaction. */
class LocklessAdapter extends PostgresAdapter {
  override async acquireMigrationLock(): Promise<void> {}
  override async releaseMigrationLock(): Promise<void> {}
}

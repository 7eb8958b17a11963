import { readdir } from 'node:fs/promises';
import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import type { Migration, MigrationResultSet } from 'kysely/migration';
import { Migrator } from 'kysely/migration';
import type { Db } from './open.ts';

const projectMigrations = new URL('../../migrations/', import.meta.url);

/** A newer release has migrated this database; the message is for the person who started the older one. */
export class DatabaseIsNewer extends Error {
  override name = 'DatabaseIsNewer';

  constructor(migration: string) {
    super(
      `The database was migrated by a newer release (${migration}): start that release, or restore the backup taken before the upgrade. ` +
        `数据库已由更新的版本升级过（${migration}）：请启动那个版本，或者恢复升级前的备份。`,
    );
  }
}

/**
 * Applies every migration of `/migrations` that the database doesn't have yet, all or none.
 * Of two processes that start at once on PostgreSQL, one migrates and the other waits for it.
 *
 * @returns the names of the migrations that were applied
 * @throws DatabaseIsNewer when it has one that the folder hasn't.
 */
export async function migrateToLatest(db: Db, folder: URL = projectMigrations): Promise<string[]> {
  return withMigrator(db, folder, (migrator) => migrator.migrateToLatest());
}

/**
 * Takes back the latest migration.
 *
 * @returns its name, or nothing when there was none left
 */
export async function migrateDown(db: Db, folder: URL = projectMigrations): Promise<string[]> {
  return withMigrator(db, folder, (migrator) => migrator.migrateDown());
}

/** Kysely tells it by its message alone. */
const MISSING = /previously executed migration (\S+) is missing/;

/** Only a number that nobody else locks. */
const LOCK = 6_027_302;

/** All in one transaction, its settings and its lock too: the next one may run in another session. */
async function withMigrator(
  db: Db,
  folder: URL,
  run: (migrator: Migrator) => Promise<MigrationResultSet>,
): Promise<string[]> {
  const migrations = await read(folder);
  return db.transaction().execute(async (trx) => {
    // Waiting for another process, or rewriting a large table, may well take longer than a click's query.
    await sql`select set_config('statement_timeout', '0', true), set_config('lock_timeout', '0', true)`.execute(
      trx,
    );
    await sql`select pg_advisory_xact_lock(${LOCK})`.execute(trx);
    await sql`set local lock_timeout to default`.execute(trx);
    const migrator = new Migrator({ db: trx, provider: { getMigrations: async () => migrations } });
    const { error, results = [] } = await run(migrator);
    const missing = error instanceof Error && MISSING.exec(error.message)?.[1];
    if (missing) throw new DatabaseIsNewer(missing);
    if (error !== undefined) throw error;
    return results.map((result) => result.migrationName);
  });
}

async function read(folder: URL): Promise<Record<string, Migration>> {
  const files = (await readdir(folder)).filter((file) => file.endsWith('.ts'));
  const migrations = files.map(async (file) => {
    const { up, down } = await import(new URL(file, folder).href);
    if (!isStep(up) || !isStep(down)) throw new Error(`migrations/${file} must export up and down`);
    return [file.slice(0, -'.ts'.length), { up, down }] as const;
  });
  return Object.fromEntries(await Promise.all(migrations));
}

function isStep(value: unknown): value is (db: Kysely<unknown>) => Promise<void> {
  return typeof value === 'function';
}

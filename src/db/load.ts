import { readFileSync } from 'node:fs';
import { gunzipSync, gzipSync } from 'node:zlib';
import { sql } from 'kysely';
import type { Db } from './open.ts';

/** Every row of a database; tables in an order in which they can be filled. */
export interface PackedRows {
  /** The migrations that made the tables. */
  migrations: string[];
  tables: { name: string; rows: object[] }[];
}

/**
 * Packs every row of these tables, those first that others refer to. The same rows give the same bytes.
 *
 * @returns gzipped JSON, as `readPacked` reads it
 */
export async function packRows(db: Db, tables: readonly string[]): Promise<Buffer> {
  const packed: PackedRows = { migrations: await listMigrations(db), tables: [] };
  for (const name of tables) {
    const { rows } = await sql<{ row: object }>`
      select to_jsonb(one) as row from ${sql.table(name)} one order by to_jsonb(one)::text`.execute(db);
    packed.tables.push({ name, rows: rows.map(({ row }) => row) });
  }
  return gzipSync(JSON.stringify(packed), { level: 9 });
}

export function readPacked(path: string | URL): PackedRows {
  return JSON.parse(gunzipSync(readFileSync(path)).toString());
}

/** Whether these rows fit into this database as it is migrated now. */
export async function fits(db: Db, { migrations }: PackedRows): Promise<boolean> {
  return (await listMigrations(db)).join() === migrations.join();
}

/**
 * Puts the rows into empty tables that the same migrations made, all or none; what the database numbers by itself goes
 * on after them.
 */
export async function loadRows(db: Db, { tables }: PackedRows): Promise<void> {
  await db.transaction().execute(async (trx) => {
    for (const { name, rows } of tables) {
      const table = sql.table(name);
      await sql`insert into ${table} overriding system value
        select * from jsonb_populate_recordset(null::${table}, ${JSON.stringify(rows)}::jsonb)`.execute(trx);
    }
    const numbered = await sql<{ name: string; column: string }>`
      select table_name as name, column_name as column from information_schema.columns
      where table_schema = 'public' and is_identity = 'YES'`.execute(trx);
    for (const { name, column } of numbered.rows) {
      await sql`select setval(pg_get_serial_sequence(${name}, ${column}),
        (select coalesce(max(${sql.ref(column)}), 0) + 1 from ${sql.table(name)}), false)`.execute(trx);
    }
  });
}

async function listMigrations(db: Db): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`select name from kysely_migration order by name`.execute(db);
  return rows.map(({ name }) => name);
}

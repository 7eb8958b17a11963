import { readFileSync, writeFileSync } from 'node:fs';
import { gunzipSync, gzipSync } from 'node:zlib';
import { sql } from 'kysely';
import { EMPTIED_IN_ORDER } from '../../src/db/empty.ts';
import type { Db } from '../../src/db/open.ts';

/** Every row of a database as its release left it; tables in an order in which they can be filled. */
export interface PackedRows {
  /** The migrations that made the tables. */
  migrations: string[];
  tables: { name: string; rows: object[] }[];
}

/** Writes every row of the database into one packed file. */
export async function packRows(db: Db, path: string): Promise<void> {
  const applied = await sql<{ name: string }>`select name from kysely_migration order by name`.execute(db);
  const tables: PackedRows['tables'] = [];
  for (const name of EMPTIED_IN_ORDER.toReversed()) {
    const { rows } = await sql<{ row: object }>`
      select to_jsonb(one) as row from ${sql.table(name)} one order by to_jsonb(one)::text`.execute(db);
    tables.push({ name, rows: rows.map(({ row }) => row) });
  }
  const packed: PackedRows = { migrations: applied.rows.map(({ name }) => name), tables };
  writeFileSync(path, gzipSync(JSON.stringify(packed), { level: 9 }));
}

export function readPacked(path: string): PackedRows {
  return JSON.parse(gunzipSync(readFileSync(path)).toString());
}

/** Puts the rows into the tables that the same migrations made; what the database numbers goes on after them. */
export async function unpackRows(db: Db, { tables }: PackedRows): Promise<void> {
  for (const { name, rows } of tables) {
    await sql`insert into ${sql.table(name)} overriding system value
      select * from jsonb_populate_recordset(null::${sql.table(name)}, ${JSON.stringify(rows)}::jsonb)`.execute(
      db,
    );
  }
  await sql`select setval(pg_get_serial_sequence('audit', 'id'), (select coalesce(max(id), 1) from audit))`.execute(
    db,
  );
  await sql`select setval(pg_get_serial_sequence('outgoing', 'seq'), (select coalesce(max(seq), 1) from outgoing))`.execute(
    db,
  );
}

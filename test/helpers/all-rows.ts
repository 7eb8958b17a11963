import { sql } from 'kysely';
import type { Db } from '../../src/db/open.ts';

/**
 * Of every table, how many rows there are and what stands in them: the same twice, and nothing was written. That a
 * process lives it writes down by itself, whatever anybody does.
 */
export async function fingerprintRows(db: Db): Promise<string> {
  const tables = await sql<{ name: string }>`
    select table_name as name from information_schema.tables
    where table_schema = 'public' and table_type = 'BASE TABLE' and table_name <> 'sending_process' order by table_name
  `.execute(db);
  const each = tables.rows.map(
    ({ name }) => sql`select ${name}::text as name, count(*)::int as rows,
      coalesce(md5(string_agg(md5(to_jsonb(t)::text), '' order by md5(to_jsonb(t)::text))), '') as hash
      from ${sql.table(name)} t`,
  );
  if (each.length === 0) throw new Error('no tables');
  return JSON.stringify((await sql`${sql.join(each, sql` union all `)}`.execute(db)).rows);
}

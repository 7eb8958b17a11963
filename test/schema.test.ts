import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTestDatabase, type TestDatabase } from './helpers/database.ts';

let database: TestDatabase;

beforeAll(async () => {
  database = await openTestDatabase();
});

afterAll(() => database.close());

describe('the schema', () => {
  test('When a key or an index is looked at, Then it begins with the workspace', async () => {
    const { rows } = await sql<{ index: string; first: string }>`
      select c.relname as index, a.attname as first
      from pg_index i
      join pg_class c on c.oid = i.indexrelid
      join pg_class t on t.oid = i.indrelid
      join pg_namespace n on n.oid = t.relnamespace
      join pg_attribute a on a.attrelid = i.indrelid and a.attnum = i.indkey[0]
      where n.nspname = 'public' and t.relname not like 'kysely%'`.execute(database.db);
    expect(rows.length).toBeGreaterThan(30);
    expect(rows.filter(({ first }) => first !== 'team_id')).toEqual([]);
  });

  test('When a table is made, Then every one of its rows belongs to a workspace', async () => {
    const { rows } = await sql<{ name: string }>`
      select t.table_name as name from information_schema.tables t
      where t.table_schema = 'public' and t.table_name not like 'kysely%' and not exists (
        select 1 from information_schema.columns c
        where c.table_schema = 'public' and c.table_name = t.table_name and c.column_name = 'team_id' and c.is_nullable = 'NO'
      )`.execute(database.db);
    expect(rows).toEqual([]);
  });
});

import { sql } from 'kysely';
import { afterEach, expect, test } from 'vitest';
import { emptyWorkspace, tablesOf } from '../src/db/empty.ts';
import type { Db } from '../src/db/open.ts';
import { ROOMS } from '../src/rooms.ts';
import { type Desk, registerVerified, startDesk } from './helpers/desk.ts';

let desk: Desk;

afterEach(() => desk.close());

/** Tables whose rows belong to a workspace. */
async function listTables(db: Db): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`
    select table_name as name from information_schema.columns
    where table_schema = 'public' and column_name = 'team_id' order by name`.execute(db);
  return rows.map(({ name }) => name);
}

async function countRows(db: Db, teamId: string): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const table of await listTables(db)) {
    const { rows } = await sql<{ rows: number }>`
      select count(*) as rows from ${sql.table(table)} where team_id = ${teamId}`.execute(db);
    counts[table] = rows[0]?.rows ?? 0;
  }
  return counts;
}

test('When a workspace is emptied, Then nothing of it is left, and its neighbour keeps everything', async () => {
  desk = await startDesk();
  await registerVerified(desk, 'U0ZJ0006');
  const { db, workspace } = desk;
  await db.insertInto('counter').values({ team_id: 'TNEIGHBOUR', year: 2013, kind: 'XQ', last: 7 }).execute();
  const before = await countRows(db, workspace.teamId);
  expect(Object.values(before).filter((rows) => rows > 0).length).toBeGreaterThan(5);
  await emptyWorkspace(db, workspace.teamId, ROOMS);
  expect(Object.values(await countRows(db, workspace.teamId)).filter((rows) => rows > 0)).toEqual([]);
  expect((await countRows(db, 'TNEIGHBOUR')).counter).toBe(1);
});

test('When a table is added, Then it is emptied as well, before those it refers to', async () => {
  desk = await startDesk({ setUp: false });
  expect(tablesOf(ROOMS).sort()).toEqual(await listTables(desk.db));
  const { rows } = await sql<{ child: string; parent: string }>`
    select conrelid::regclass::text as child, confrelid::regclass::text as parent
    from pg_constraint where contype = 'f'`.execute(desk.db);
  const order: string[] = tablesOf(ROOMS);
  // A table that refers to itself is emptied by one statement.
  const others = rows.filter(({ child, parent }) => child !== parent);
  expect(others.filter(({ child, parent }) => order.indexOf(child) >= order.indexOf(parent))).toEqual([]);
});

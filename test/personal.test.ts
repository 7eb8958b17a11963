import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { LEAVES } from '../src/privacy/leaves.ts';
import { patternOf } from '../src/privacy/pattern.ts';
import { isNamed } from '../src/privacy/words-columns.ts';
import { ROOMS } from '../src/rooms.ts';
import { openTestDatabase, type TestDatabase } from './helpers/database.ts';

/**
 * What is kept of somebody is handed out and erased through what the rooms declare: so every column that can hold a word
 * is declared, whatever stands in it.
 */
const HOW = `say what stands there, in the room's personal.ts (see src/room.ts, Personal):
  words: […]      anybody's name, number or account may stand among other words: an opaque id takes its place
  rows: [{ of, becomes, gives, title, ofYear }]   rows that are somebody's own, or of a year: what becomes of them
  harmless: […]   ids, states and figures, words of the year's lists, names of units: nothing of anybody`;

/** Told by references (\`refers.ts\`), or the same in every table. */
const EVERYWHERE = ['team_id', 'id'];

let database: TestDatabase;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

const personal = ROOMS.flatMap(({ people }) => people?.personal ?? []);

interface Column {
  name: string;
  column: string;
  type: string;
}

async function listColumns(): Promise<Column[]> {
  const { rows } = await sql<Column>`
    select c.table_name as name, c.column_name as column, c.udt_name as type
    from information_schema.columns c
    join information_schema.tables t on t.table_schema = c.table_schema and t.table_name = c.table_name
    where c.table_schema = 'public' and t.table_type = 'BASE TABLE' and c.table_name not like 'kysely%'`.execute(
    database.db,
  );
  return rows;
}

/** `expert.name` and so on: whatever becomes of a column, or that nothing needs to. */
function listDeclared(): Set<string> {
  const refers = ROOMS.flatMap(({ people }) => people?.refers ?? []);
  return new Set([
    ...refers.map(({ table, column }) => `${table}.${column}`),
    ...personal.flatMap(({ table, words = [], harmless = [], rows = [] }) => {
      const becomes = rows.flatMap((one) =>
        typeof one.becomes === 'function' ? Object.keys(one.becomes('X')) : [],
      );
      return [...words, ...harmless, ...becomes].map((column) => `${table}.${column}`);
    }),
  ]);
}

test('When a column can hold a word, Then its room says whether it is personal and what becomes of it', async () => {
  const declared = listDeclared();
  const columns = await listColumns();
  const holding = columns.filter(
    ({ column, type }) =>
      ['text', 'varchar', 'json', 'jsonb', 'bytea', '_text', '_bytea'].includes(type) &&
      !EVERYWHERE.includes(column),
  );
  expect(holding.length).toBeGreaterThan(200);
  const missing = holding.map(({ name, column }) => `${name}.${column}`).filter((one) => !declared.has(one));
  expect(missing, HOW).toEqual([]);
});

test('When a room says what is personal, Then there is such a table and column, and every table is named', async () => {
  const columns = await listColumns();
  const all = new Set(columns.map(({ name, column }) => `${name}.${column}`));
  expect([...listDeclared()].filter((one) => !all.has(one))).toEqual([]);
  const tables = new Set(columns.map(({ name }) => name));
  const named = new Set<string>(personal.map(({ table }) => table));
  expect([...tables].filter((one) => !named.has(one))).toEqual([]);
  const owners = new Map(ROOMS.flatMap(({ tables: own = [] }, i) => own.map((table) => [table, i])));
  for (const [i, { people }] of ROOMS.entries())
    for (const { table } of people?.personal ?? []) expect(owners.get(table)).toBeLessThanOrEqual(i);
});

test('When rows are handed to their person, Then they have a title in both languages and each column a heading', () => {
  for (const { table, rows = [] } of personal)
    for (const { title, gives = [] } of rows) {
      expect([table, gives.length > 0 && title === undefined]).toEqual([table, false]);
      if (title) expect(title('zh')).not.toBe(title('en'));
      const names = gives.map((one) => (typeof one === 'string' ? one : one[0]));
      expect(names.filter((one) => !isNamed(one))).toEqual([]);
    }
});

test('When a message of some kind is sent, Then the list of what leaves for Slack names it, once', () => {
  const sent = ROOMS.flatMap(({ renderers = {} }) => Object.keys(renderers));
  const listed = LEAVES.flatMap(({ kinds }) => kinds);
  expect(listed.toSorted()).toEqual(sent.toSorted());
});

test('When words are looked for, Then whole ones, whatever else they are made of', async () => {
  const replaced = async (text: string, words: string[]) => {
    const { rows } = await sql<{ said: string }>`
      select regexp_replace(${text}, ${patternOf(words)}, 'X', 'g') as said`.execute(database.db);
    return rows[0]?.said;
  };
  expect(await replaced('notice:7:U0HOST U0HOST2 "U0HOST"', ['U0HOST'])).toBe('notice:7:X U0HOST2 "X"');
  expect(await replaced('请Will到场，willing Willow', ['Will'])).toBe('请X到场，willing Willow');
  expect(await replaced('丁一二丁一', ['丁一', '丁一二'])).toBe('XX');
  expect(await replaced('a (022) 1.5+ [b] \\ {c} ^$|? 022-0000-1', ['(022) 1.5+ [b] \\ {c} ^$|?'])).toBe(
    'a X 022-0000-1',
  );
  expect(await replaced(JSON.stringify({ said: 'the "Fox" \\' }), ['the "Fox" \\'])).toBe('{"said":"X"}');
});

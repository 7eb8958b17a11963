import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ABOUT, HOMES, LISTS, LOOKS, MESSAGES, type Reading } from '../bench/history.ts';
import { seedHistory } from '../bench/seed-history.ts';
import { ROOMS } from '../src/rooms.ts';
import { openFreshDatabase, type TestDatabase } from './helpers/database.ts';
import { explain, recordStatements, type Scan } from './helpers/plans.ts';

const YEARS = 10;

/** Tables that a workspace never empties: after ten years they hold ten times as much. */
const HISTORY = [
  ...['demand', 'slot', 'claim', 'consent', 'ask_round', 'invitation', 'report', 'report_expert'],
  ...['yearly_summary', 'yearly_summary_version', 'digest_channel', 'digest_issue'],
  ...['audit', 'outgoing', 'draft', 'nudge', 'nudge_message', 'nudge_handover', 'counter'],
];

/** What may read more than a year of it; only ever fewer. */
const EXCEPTIONS: readonly string[] = [];

/** In fewer rows than these PostgreSQL looks no index up; then it counts how it would read them if it did. */
const FEW = 1000;

let database: TestDatabase;
let rowsOf: ReadonlyMap<string, number>;

beforeAll(async () => {
  database = await openFreshDatabase();
  await seedHistory(database.db, { years: YEARS, size: 1 });
  const { rows } = await sql<{ name: string; count: number }>`
    select relname as name, reltuples::integer as count from pg_class where relname = any(${HISTORY}::text[])`.execute(
    database.db,
  );
  expect(rows).toHaveLength(HISTORY.length);
  rowsOf = new Map(rows.map(({ name, count }) => [name, count]));
}, 120_000);

afterAll(() => database.close());

/** The tables of which a reading goes through more than a year has, and how. */
async function goesThrough({ name, run }: Reading): Promise<string[]> {
  const recorded = await recordStatements(() => run(database.db));
  const found = new Set<string>();
  for (const statement of recorded) {
    if (!/^\s*(\/\*.*\*\/)?\s*(select|with)\b/i.test(statement.text)) continue;
    const scans = [
      ...(await explain(database.db, statement, true)).filter(({ table }) => (rowsOf.get(table) ?? 0) > FEW),
      ...(await explain(database.db, statement, false)).filter(
        ({ table }) => (rowsOf.get(table) ?? 0) <= FEW,
      ),
    ];
    for (const { table, how, rows } of scans.filter(isTooMuch))
      found.add(`${name}: ${how} of ${table}, ${rows} rows`);
  }
  return [...found];
}

/** A year may have a little more than a tenth. */
function isTooMuch({ table, how, rows }: Scan): boolean {
  const all = rowsOf.get(table);
  return all !== undefined && (how === 'Seq Scan' || rows > (all / YEARS) * 1.2);
}

describe('ten years of a city', () => {
  test('When a kind of message is added, Then it is read here as well', () => {
    const kinds = ROOMS.flatMap(({ renderers = {} }) => Object.keys(renderers));
    expect(kinds.toSorted()).toEqual([...Object.keys(ABOUT), 'home'].toSorted());
  });

  test.each([
    ['everybody’s Home', HOMES],
    ['messages', MESSAGES],
    ['lists', LISTS],
    ['looks', LOOKS],
  ])('When %s are read, Then no statement goes through more than a year', async (_, readings) => {
    const found: string[] = [];
    for (const reading of readings) found.push(...(await goesThrough(reading)));
    expect(found.filter((one) => !EXCEPTIONS.includes(one))).toEqual([]);
  });

  test('When a statement has no index for its year, Then it is found out', async () => {
    const run = () => sql`select count(*) from claim where reason is not null`.execute(database.db);
    expect(await goesThrough({ name: 'reasons', run })).toEqual(['reasons: Seq Scan of claim, 8420 rows']);
  });
});

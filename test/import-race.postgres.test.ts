import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { type Db, openDatabase } from '../src/db/open.ts';
import { type Desk, giveRole, registerVerified, startDesk } from './helpers/desk.ts';
import { forgePress } from './helpers/hostile.ts';
import { EXPERT_HEAD, expertRow, putIn } from './helpers/imports.ts';
import { publishNeed } from './helpers/need.ts';
import { everything } from './helpers/runs.ts';

/** Lists that are applied at one moment, and while people claim. */
let desk: Desk;
const [ONE, OTHER, THIRD] = ['U0BUREAU', 'U0ALICE', 'U0WUQING'] as const;

beforeAll(async () => {
  desk = await startDesk();
  for (const user of [OTHER, THIRD]) await giveRole(desk, user, { role: 'bureau' });
});
beforeEach(() => desk.db.deleteFrom('import_row').execute());
afterEach(() => expect(desk.workspace.violations).toEqual([]));
afterAll(() => desk.close());

const row = (name: string) => expertRow(name).with(4, '新能源与新材料');
const listOf = (...names: string[]) => [EXPERT_HEAD, ...names.map(row)];

const named = (name: string) =>
  desk.db
    .selectFrom('expert')
    .select(['id', 'verified_by', 'recorded_by'])
    .where('name', '=', name)
    .execute();

async function importOf(file: string): Promise<string> {
  const { id } = await desk.db
    .selectFrom('import')
    .select('id')
    .where('file_name', '=', file)
    .executeTakeFirstOrThrow();
  return id;
}

async function statesOf(...ids: string[]): Promise<string[]> {
  const rows = await desk.db.selectFrom('import').select('state').where('id', 'in', ids).execute();
  return rows.map(({ state }) => state).toSorted();
}

const apply = (user: string, id: string) => forgePress(desk, user, 'apply_import', id);

test.each([1, 2, 3])(
  'When two people put one file in and both are applied at once (%i), Then one is',
  async (i) => {
    const name = `同一${i}`;
    await putIn(desk, ONE, 'experts', listOf(name, `${name}乙`), `甲${i}.xlsx`);
    await putIn(desk, OTHER, 'experts', listOf(name, `${name}乙`), `乙${i}.xlsx`);
    const ids = [await importOf(`甲${i}.xlsx`), await importOf(`乙${i}.xlsx`)] as const;
    const said = await Promise.all([apply(OTHER, ids[0]), apply(ONE, ids[1])]);
    expect(await statesOf(...ids)).toEqual(['applied', 'checked']);
    expect(await named(name)).toHaveLength(1);
    expect(said.filter(({ text }) => /没有重复导入|nothing was done twice/.test(text))).toHaveLength(1);
  },
);

test.each([1, 2, 3])('When two press on one list at once (%i), Then it is applied once', async (i) => {
  const name = `两按${i}`;
  await putIn(desk, ONE, 'experts', listOf(name), `两按${i}.xlsx`);
  const id = await importOf(`两按${i}.xlsx`);
  await Promise.all([apply(OTHER, id), apply(THIRD, id), apply(OTHER, id)]);
  expect(await named(name)).toHaveLength(1);
  const acts = await desk.db
    .selectFrom('audit')
    .select('id')
    .where('object_id', '=', id)
    .where('act', '=', 'apply_import')
    .where('outcome', '=', 'done')
    .execute();
  expect(acts).toHaveLength(1);
});

test.each([1, 2, 3])(
  'When two lists name one person and are applied at once (%i), Then the second asks',
  async (i) => {
    const name = `两单${i}`;
    await putIn(desk, ONE, 'experts', listOf(name, `${name}甲`), `单甲${i}.xlsx`);
    await putIn(desk, OTHER, 'experts', listOf(name, `${name}乙`), `单乙${i}.xlsx`);
    const ids = [await importOf(`单甲${i}.xlsx`), await importOf(`单乙${i}.xlsx`)] as const;
    const said = await Promise.all([apply(OTHER, ids[0]), apply(ONE, ids[1])]);
    expect(await statesOf(...ids)).toEqual(['applied', 'checked']);
    expect(await named(name)).toHaveLength(1);
    expect(
      said.filter(({ text }) => /又有人登记了相同的内容|entered the same meanwhile/.test(text)),
    ).toHaveLength(1);
  },
);

test('When a list is applied while people claim, Then nobody waits for it, and all of it is there in the end', async () => {
  await giveRole(desk, 'U0BINHAI', { role: 'district', districts: ['binhai'] });
  await registerVerified(desk, 'U0ZJ0006');
  await registerVerified(desk, 'U0ZJ0007', { name: '田若川' });
  const need = await publishNeed(desk);
  const names = Array.from({ length: everything ? 5000 : 300 }, (_, i) => `并行${i}`);
  await putIn(desk, ONE, 'experts', listOf(...names), '并行.xlsx');
  // The list's transaction is held up at its very end, when all its rows are written.
  const gate = await openDatabase({ databaseUrl: desk.databaseUrl, dataDir: '', poolSize: 1 });
  await sql`create function hold_up() returns trigger language plpgsql as $$
    begin perform pg_advisory_xact_lock(42); return new; end $$`.execute(desk.db);
  await sql`create trigger hold_up before insert on audit for each row when (new.act = 'apply_import')
    execute function hold_up()`.execute(desk.db);
  let held: Promise<void> = Promise.resolve();
  let opened = () => {};
  const isOpen = new Promise<void>((resolve) => {
    opened = resolve;
  });
  const isShut = new Promise<void>((resolve) => {
    held = gate.db.transaction().execute(async (trx) => {
      await sql`select pg_advisory_xact_lock(42)`.execute(trx);
      resolve();
      await isOpen;
    });
  });
  await isShut;
  const applying = apply(OTHER, await importOf('并行.xlsx'));
  await untilHeldUp(desk.db);
  for (const user of ['U0ZJ0006', 'U0ZJ0007']) {
    // Slack hears of a claim once it is committed.
    await desk.as(user).press(desk.lastCard(), 'claim_slot');
    expect(await claimsOf(user, need)).toHaveLength(1);
  }
  expect(await named('并行7')).toEqual([]);
  opened();
  await held;
  await applying;
  await desk.settle();
  expect(await named('并行7')).toMatchObject([{ recorded_by: ONE, verified_by: OTHER }]);
  await sql`drop trigger hold_up on audit`.execute(desk.db);
  await gate.close();
}, 120_000);

/** The list's transaction waits where it is held up. */
async function untilHeldUp(db: Db): Promise<void> {
  for (;;) {
    const { rows } =
      await sql`select 1 from pg_locks where locktype = 'advisory' and objid = 42 and not granted`.execute(
        db,
      );
    if (rows.length > 0) return;
  }
}

function claimsOf(user: string, need: string) {
  return desk.db
    .selectFrom('claim')
    .innerJoin('expert', 'expert.id', 'claim.expert_id')
    .select('claim.id')
    .where('expert.user_id', '=', user)
    .where('claim.demand_id', '=', need)
    .execute();
}

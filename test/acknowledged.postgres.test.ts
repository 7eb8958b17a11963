import { setImmediate as pause } from 'node:timers/promises';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { type OpenDatabase, openDatabase } from '../src/db/open.ts';
import type { Delivery } from '../src/playground/records.ts';
import { type Desk, giveRole, registerVerified, startDesk } from './helpers/desk.ts';
import { publishNeed } from './helpers/need.ts';

let desk: Desk;
let other: OpenDatabase;

beforeAll(async () => {
  desk = await startDesk();
  other = await openDatabase({ databaseUrl: desk.databaseUrl, dataDir: '' });
  await giveRole(desk, 'U0BINHAI', { role: 'district', districts: ['binhai'] });
  await publishNeed(desk);
  for (const user of ['U0ZJ0006', 'U0ZJ0007']) await registerVerified(desk, user);
});

afterEach(() => {
  vi.useRealTimers();
  expect(desk.workspace.violations).toEqual([]);
});

afterAll(async () => {
  await other.close();
  await desk.close();
});

/** Holds a table that everybody's press needs; 800 ms pass only as `work` lets them. */
async function whileHeld(table: string, work: () => Promise<void>): Promise<void> {
  await other.db.transaction().execute(async (trx) => {
    await sql`lock table ${sql.table(table)} in access exclusive mode`.execute(trx);
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    await work();
    vi.useRealTimers();
  });
  await desk.settle();
}

/** Until the desk waits for the table. */
async function untilWaiting(): Promise<void> {
  for (;;) {
    const { rows } = await sql`select 1 from pg_stat_activity
      where datname = current_database() and wait_event_type = 'Lock'`.execute(other.db);
    if (rows.length > 0) return;
  }
}

/** What has been answered by now, if anything. */
function watch(delivery: Promise<Delivery>): () => Delivery | undefined {
  let answered: Delivery | undefined;
  void delivery.then((one) => {
    answered = one;
  });
  return () => answered;
}

const claims = () => desk.db.selectFrom('claim').select('number').execute();

describe('while the database holds everybody up', () => {
  test('When a press changes something, Then it is acknowledged after 800 ms, and the answer follows the commit', async () => {
    const expert = desk.as('U0ZJ0006');
    const before = expert.ephemerals.length;
    await whileHeld('claim', async () => {
      const delivery = expert.press(desk.lastCard(), 'claim_slot');
      const answered = watch(delivery);
      await untilWaiting();
      vi.advanceTimersByTime(799);
      for (let turn = 0; turn < 20; turn += 1) await pause();
      expect(answered()).toBeUndefined();
      vi.advanceTimersByTime(1);
      expect(await delivery).toMatchObject({ status: 200 });
      expect(expert.ephemerals).toHaveLength(before);
    });
    expect(expert.ephemerals).toHaveLength(before + 1);
    expect(await claims()).toHaveLength(1);
  });

  test('When a press only opens or reads, Then it is acknowledged before anything else is done', async () => {
    const expert = desk.as('U0ZJ0007');
    await expert.command('/expert', 'help');
    await desk.settle();
    const help = expert.ephemerals.at(-1);
    if (!help) throw new Error('no help');
    await whileHeld('slack_user', async () => {
      expect(await expert.press(help, 'post_demand')).toMatchObject({ status: 200 });
      expect(await expert.command('/expert-claim')).toMatchObject({ status: 200 });
      expect(expert.views).toEqual([]);
    });
    expect(expert.views).toHaveLength(1);
    await expert.closeModal({ all: true });
  });
});

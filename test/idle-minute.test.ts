import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { lookIfDue, startSchedule } from '../src/schedule.ts';
import { type Desk, giveRole, registerVerified, startDesk } from './helpers/desk.ts';
import { publishNeed } from './helpers/need.ts';

let desk: Desk;
let statements = 0;

beforeAll(async () => {
  desk = await startDesk({
    seen() {
      statements += 1;
    },
  });
  await giveRole(desk, 'U0BINHAI', { role: 'district', districts: ['binhai'] });
  await publishNeed(desk, {});
  await registerVerified(desk, 'U0ZJ0006');
  await desk.look();
});
afterAll(() => desk.close());

/** So many minutes after the one before; what was sent to the database for the last of them. */
async function pass(minutes = 1): Promise<number> {
  for (let i = 0; i < minutes; i += 1) {
    desk.clock.moveTo(desk.clock.now().add({ minutes: 1 }));
    await desk.settle();
    statements = 0;
    await lookIfDue(desk.deps);
  }
  return statements;
}

const lookedAt = async () =>
  (await desk.db.selectFrom('workspace_due').select('looked_at').executeTakeFirst())?.looked_at;

test('When nothing is due, Then a minute costs three statements at most, however many workspaces there are', async () => {
  expect(await pass(3)).toBeLessThanOrEqual(3);
  await sql`insert into programme_year
    select (jsonb_populate_record(y, jsonb_build_object('team_id', 'T' || n))).*
    from programme_year y, generate_series(1, 1000) n`.execute(desk.db);
  await sql`insert into outgoing (team_id, key, shape, kind, target, lane)
    select 'T' || n % 1000, 'm' || n, 'view', 'claim_notice', 'U1', 'to:U1' from generate_series(1, 10000) n`.execute(
    desk.db,
  );
  await sql`insert into changed (team_id, views) select 'T' || n, '{m}' from generate_series(1, 1000) n`.execute(
    desk.db,
  );
  expect(await pass()).toBeLessThanOrEqual(3);
  for (const table of ['programme_year', 'outgoing', 'changed'] as const)
    await desk.db.deleteFrom(table).where('team_id', '<>', desk.workspace.teamId).execute();
});

test('When anybody acts, Then the next minute looks at everything, and those after it at nothing', async () => {
  await pass(2);
  await desk.as('U0ZJ0006').press(desk.lastCard(), 'claim_slot');
  await desk.settle();
  const before = await lookedAt();
  expect(await pass()).toBeGreaterThan(10);
  expect(await lookedAt()).not.toEqual(before);
  expect(await pass(2)).toBeLessThanOrEqual(3);
});

test('When the clock is set back, Then everything is looked at', async () => {
  await pass(2);
  desk.clock.moveTo(desk.clock.now().subtract({ minutes: 90 }));
  expect(await pass()).toBeGreaterThan(10);
});

test('When the moment comes that a look has named, Then it is looked at', async () => {
  await pass(2);
  const midnight = Temporal.Instant.from('2013-11-01T00:00:00+08:00');
  desk.clock.moveTo(midnight.subtract({ minutes: 3 }));
  expect(await pass()).toBeGreaterThan(10);
  expect(await pass()).toBeLessThanOrEqual(3);
  expect(await pass()).toBeGreaterThan(10);
});

test('When the program’s own minute comes, Then it costs no more', async () => {
  await pass(2);
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] });
  const schedule = startSchedule({ maintain: async () => {} }, desk.deps);
  statements = 0;
  await vi.advanceTimersByTimeAsync(60_000);
  vi.useRealTimers();
  await schedule.stop();
  expect(statements).toBeGreaterThan(0);
  expect(statements).toBeLessThanOrEqual(3);
});

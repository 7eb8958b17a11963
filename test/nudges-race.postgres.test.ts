import { expect, test } from 'vitest';
import { openDatabase } from '../src/db/open.ts';
import { lookAtAll } from '../src/schedule.ts';
import type { Deps } from '../src/slack/ask.ts';
import { createReaders } from '../src/slack/readers.ts';
import { type Desk, startDesk } from './helpers/desk.ts';
import { meetEverybody, readTold, seedDuties } from './helpers/duties.ts';

const TICKS = [
  ...['2013-11-01T09:31', '2013-11-04T09:31', '2013-11-05T09:31', '2013-11-05T17:01', '2013-11-06T09:31'],
  ...['2013-11-08T09:31', '2013-11-13T11:31', '2013-11-19T17:01', '2013-12-02T09:31', '2013-12-20T09:31'],
];

async function play(desk: Desk, processes: Deps[]): Promise<void> {
  await seedDuties(desk);
  await meetEverybody(desk);
  for (const tick of TICKS) {
    desk.clock.moveTo(Temporal.Instant.from(`${tick}:00+08:00`));
    await Promise.all(processes.map((deps) => lookAtAll(deps)));
    await desk.settle();
  }
}

/** Two databases give the same summary two ids: it is known by its unit. */
async function readAllTold(desk: Desk): Promise<string[]> {
  const summaries = await desk.db.selectFrom('yearly_summary').select(['id', 'unit']).execute();
  const units = new Map(summaries.map(({ id, unit }) => [id, unit]));
  const told = await readTold(desk);
  return told
    .map(({ day, what }) => [day, ...what.split(' ').map((word) => units.get(word) ?? word)].join(' '))
    .sort();
}

test('When three processes look at one database at once, Then it is as if one had looked', async () => {
  const alone = await startDesk();
  await play(alone, [alone.deps]);

  const together = await startDesk();
  const others = await Promise.all(
    [1, 2].map(() => openDatabase({ databaseUrl: together.databaseUrl, dataDir: '' })),
  );
  const processes = others.map(({ db }): Deps => {
    const readers = createReaders(db, together.bolt.lookup, together.deps.wallNow);
    return { ...together.deps, db, readers };
  });
  await play(together, [together.deps, ...processes]);

  const told = await readAllTold(alone);
  expect(told.length).toBeGreaterThan(20);
  expect(told.filter((line) => line.includes(' yearly_summary heping left_14 '))).toHaveLength(1);
  expect(await readAllTold(together)).toEqual(told);
  for (const user of ['U0HOST', 'U0HOME', 'U0BINHAI', 'U0ALICE', 'U0ZJ0006', 'U0ZJ0007', 'U0BUREAU'])
    expect(together.as(user).dms.length, user).toBe(alone.as(user).dms.length);
  expect(together.workspace.violations).toEqual([]);
  for (const { close } of others) await close();
  await together.close();
  await alone.close();
}, 120_000);

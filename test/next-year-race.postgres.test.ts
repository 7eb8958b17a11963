import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { beginYear, openNextYear } from '../src/programme/opening.ts';
import { programmeOf } from '../src/programme/repository.ts';
import { takeBackOpening } from '../src/undo/years.ts';
import { openPools, type Pools } from './helpers/pools.ts';
import { insertYear, NOW, TEAM } from './helpers/rows.ts';

const ROUNDS = [1, 2, 3, 4, 5, 6];

describe('When several open or begin the next year at once, over several processes’ connections', () => {
  let pools: Pools;
  beforeAll(async () => {
    pools = await openPools([1, 3, 7]);
  });
  afterAll(() => pools.close());

  const years = () =>
    pools.db
      .selectFrom('programme_year')
      .select(['year', 'state', 'current', 'target_experts'])
      .orderBy('year')
      .execute();
  const thisYear = () => programmeOf(pools.db, { teamId: TEAM, year: 2013 });

  async function openAtOnce(begins: boolean, wanted: readonly number[]): Promise<number[]> {
    await pools.db.deleteFrom('programme_year').execute();
    await insertYear(pools.db);
    const before = await thisYear();
    const opened = await Promise.all(
      wanted.map((year, i) => {
        const form = {
          year,
          opens_on: `${year}-01-01`,
          deadline: `${year}-12-31`,
          target_experts: i + 1,
          document_no: '',
        };
        const db = pools.dbOf(i);
        return db
          .transaction()
          .execute((trx) => openNextYear(trx, before, form, { by: 'U0', now: NOW, begins }));
      }),
    );
    return wanted.filter((_, i) => opened[i]);
  }

  test.each(ROUNDS)(
    'Then one of them opens it, the same year or another, ahead or on the day (round %i)',
    async () => {
      for (const begins of [true, false])
        for (const wanted of [
          [2014, 2014, 2014],
          [2014, 2015, 2016],
        ]) {
          const opened = await openAtOnce(begins, wanted);
          expect(opened).toHaveLength(1);
          expect((await years()).map(({ year, state, current }) => [year, state, current])).toEqual([
            [2013, begins ? 'closing' : 'open', !begins],
            [opened[0], 'open', begins],
          ]);
        }
    },
  );

  test.each(ROUNDS)(
    'Then it begins, or its opening is taken back: some year is always the current one (round %i)',
    async (round) => {
      await openAtOnce(false, [2014]);
      const before = await thisYear();
      const audit = {
        act: 'open_year',
        actor: 'U0',
        objectKind: 'programme_year',
        objectId: '2014',
        details: {},
      };
      const undoing = {
        teamId: TEAM,
        done: { id: 1, at: NOW, ...audit },
        now: NOW,
        today: NOW.toZonedDateTimeISO('UTC').toPlainDate(),
      };
      const [one, other] = [pools.dbOf(1), pools.dbOf(2)];
      const acts = [
        () => one.transaction().execute((trx) => beginYear(trx, before, 2014)),
        () => other.transaction().execute((trx) => takeBackOpening(trx, undoing)),
      ];
      await Promise.all((round % 2 ? acts : acts.toReversed()).map((act) => act()));
      const now = (await years()).map(({ year, state, current }) => [year, state, current]);
      expect([
        [[2013, 'open', true]],
        [
          [2013, 'closing', false],
          [2014, 'open', true],
        ],
      ]).toContainEqual(now);
    },
  );

  test.each(ROUNDS)('Then it begins once (round %i)', async () => {
    await openAtOnce(false, [2014]);
    const before = await thisYear();
    expect(before.nextYear).toBe(2014);
    const begun = await Promise.all(
      [0, 1, 2].map((i) =>
        pools
          .dbOf(i)
          .transaction()
          .execute((trx) => beginYear(trx, before, 2014)),
      ),
    );
    expect(begun.filter((one) => one !== undefined)).toEqual([{ channelId: 'C0NEEDS', openedBy: 'U0' }]);
    expect(await years()).toMatchObject([
      { year: 2013, state: 'closing', current: false },
      { year: 2014, state: 'open', current: true },
    ]);
  });
});

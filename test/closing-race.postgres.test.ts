import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Db } from '../src/db/open.ts';
import {
  correctFigures,
  holdClosedYear,
  insertCorrection,
  listCorrections,
} from '../src/programme/corrections.ts';
import { CATALOGUE } from '../src/programme/first-catalogue.ts';
import { programmeOf } from '../src/programme/repository.ts';
import { findStanding, takeOut } from '../src/reports/corrected-sql.ts';
import { findReport } from '../src/reports/listings.ts';
import { holdForReport, insertReport } from '../src/reports/repository.ts';
import { amendReport } from '../src/reports/versions.ts';
import { ROOMS } from '../src/rooms.ts';
import {
  acceptVersion,
  findSummary,
  listSummaries,
  returnVersion,
  submitVersion,
} from '../src/summaries/repository.ts';
import { NO_FIGURES } from '../src/summaries/summary.ts';
import { reopenYear, takeBackSummaryGrant } from '../src/undo/years.ts';
import { closeYear, freeze } from '../src/years/closing-sql.ts';
import { findFrozen } from '../src/years/corrected-sql.ts';
import { correctedCity } from '../src/summaries/frozen.ts';
import { countLeft } from '../src/years/left.ts';
import { openPools, type Pools } from './helpers/pools.ts';

const NOW = Temporal.Instant.from('2014-02-10T10:00:00+08:00');
const BUREAU = 'U0BUREAU';

/** Over several processes' connections, in pools of different sizes; the embedded database has one and can show no race. */
describe('A year is closed while others act in it', () => {
  let pools: Pools;

  beforeAll(async () => {
    pools = await openPools([1, 3, 8]);
  });

  afterAll(() => pools.close());

  const dbOf = (i: number) => pools.dbOf(i);

  const close = (i: number, teamId: string) =>
    dbOf(i)
      .transaction()
      .execute(async (trx) =>
        closeYear(trx, ROOMS, await programmeOf(trx, { teamId, year: 2013 }), { by: BUREAU, now: NOW }),
      );

  /** Whatever came first: a closed year has nothing left, and its figures are those of its reports. */
  async function expectWhole(teamId: string): Promise<boolean> {
    const { db } = pools;
    const programme = await programmeOf(db, { teamId, year: 2013 });
    const frozen = await findFrozen(db, programme);
    expect(frozen !== undefined).toBe(programme.state === 'closed');
    if (!frozen) return false;
    expect((await countLeft(db, ROOMS, programme)).map(({ n }) => n)).toEqual([0, 0]);
    // The units' figures are kept for as long as the reports stay: here they are asked of the rows themselves.
    expect(frozen).toEqual(await db.transaction().execute((trx) => freeze(trx, programme)));
    return true;
  }

  test.each(['T0R1', 'T0R2', 'T0R3', 'T0R4', 'T0R5', 'T0R6'])(
    'When the last summary is accepted meanwhile, Then it is closed with it or not at all (%s)',
    async (teamId) => {
      const { db } = pools;
      const { summaryId } = await layYear(db, teamId, 'submitted');
      const step = { teamId, summaryId, year: 2013, version: 1, by: BUREAU, now: NOW };
      const [accepted, ...closed] = await Promise.all([
        dbOf(1)
          .transaction()
          .execute((trx) => acceptVersion(trx, step)),
        ...[0, 1, 2].map((i) => close(i, teamId)),
      ]);
      expect(accepted).toBe(true);
      expect(closed.filter((one) => one === 'closed').length).toBeLessThanOrEqual(1);
      if (!(await expectWhole(teamId))) {
        expect(closed).toEqual(['left', 'left', 'left']);
        expect(await close(0, teamId)).toBe('closed');
      }
    },
  );

  test.each(['T0S1', 'T0S2', 'T0S3', 'T0S4', 'T0S5', 'T0S6'])(
    'When reports are filed and amended and a summary is returned meanwhile, Then each is in the figures or refused (%s)',
    async (teamId) => {
      const { db } = pools;
      const { summaryId, reportId } = await layYear(db, teamId, 'accepted');
      const before = await findReport(db, teamId, reportId);
      if (!before) throw new Error('the ground is not laid');
      const content = { ...before, metrics: { trained_persons: 99 } };
      const step = { teamId, summaryId, year: 2013, version: 1, by: BUREAU, now: NOW, reason: '有误' };
      const turn = Number(teamId.slice(-1));
      const acts = [
        () => close(0, teamId),
        () =>
          dbOf(2)
            .transaction()
            .execute(async (trx) => {
              const held = await holdForReport(trx, {
                teamId,
                year: 2013,
                demandId: undefined,
                expertIds: [],
              });
              if (held !== 'held') return held;
              const kept = { teamId, number: randomUUID(), year: 2013, author: 'U0ZJ0006', now: NOW };
              await insertReport(trx, { ...kept, recordedBy: undefined, content: before });
              return 'filed';
            }),
        () =>
          dbOf(1)
            .transaction()
            .execute((trx) => amendReport(trx, { teamId, before, content, reason: '漏计', now: NOW })),
        () =>
          dbOf(2)
            .transaction()
            .execute((trx) => returnVersion(trx, step)),
      ];
      // Each of them begins first once.
      const order = acts.map((_, i) => (i + turn) % acts.length);
      const done = await Promise.all(order.map((i) => acts[i]?.()));
      const outcome = new Map(order.map((i, at) => [i, done[at]]));
      const isClosed = await expectWhole(teamId);
      expect(isClosed).toBe(outcome.get(0) === 'closed');
      expect(outcome.get(1)).toBe(isClosed ? 'year_closed' : 'filed');
      expect(outcome.get(3)).toBe(!isClosed);
      if (isClosed) {
        const again = { ...content, metrics: { trained_persons: 1 } };
        const late = await db.transaction().execute(async (trx) => ({
          amended: await amendReport(trx, { teamId, before, content: again, reason: '再改', now: NOW }),
          returned: await returnVersion(trx, step),
          handedIn: await submitVersion(trx, await handedIn(trx, teamId, summaryId)),
        }));
        expect(late).toEqual({ amended: false, returned: false, handedIn: false });
        await expectWhole(teamId);
      }
    },
  );

  test.each(['T0U1', 'T0U2', 'T0U3', 'T0U4'])(
    'When a waiver is taken back meanwhile, then the closing itself while a mistake is corrected, Then one of the two wins (%s)',
    async (teamId) => {
      const { db } = pools;
      await layYear(db, teamId, 'accepted');
      const programme = await programmeOf(db, { teamId, year: 2013 });
      const waived = (await listSummaries(db, programme)).at(-1);
      if (!waived) throw new Error('the ground is not laid');
      const nothing = { extendedUntil: null, waivedAt: null, waivedBy: null, waiveReason: null };
      const undoing = {
        teamId,
        done: {
          id: 1,
          act: 'waive_summary',
          actor: BUREAU,
          at: NOW,
          objectKind: 'yearly_summary',
          objectId: waived.id,
          details: { before: nothing },
        },
        now: NOW,
        today: Temporal.PlainDate.from('2014-02-10'),
      };
      const takeBack = () =>
        dbOf(2)
          .transaction()
          .execute((trx) => takeBackSummaryGrant(trx, undoing, waived));
      const isFirst = Number(teamId.slice(-1)) % 2 === 0;
      const [one, other] = await Promise.all(
        isFirst ? [takeBack(), close(1, teamId)] : [close(1, teamId), takeBack()],
      );
      const [closed, isTakenBack] = isFirst ? [other, one] : [one, other];
      expect([closed, isTakenBack]).toEqual(closed === 'closed' ? ['closed', false] : ['left', true]);
      if (!(await expectWhole(teamId))) {
        await db
          .updateTable('yearly_summary')
          .set({ waived_at: NOW, waived_by: BUREAU, waive_reason: '并入他区' })
          .where('team_id', '=', teamId)
          .where('id', '=', waived.id)
          .execute();
        expect(await close(0, teamId)).toBe('closed');
      }

      const done = { ...undoing.done, act: 'close_year', objectKind: 'programme_year', objectId: '2013' };
      const [isReopened, no] = await Promise.all([
        dbOf(1)
          .transaction()
          .execute((trx) => reopenYear(trx, { ...undoing, done }, programme)),
        dbOf(2)
          .transaction()
          .execute((trx) =>
            insertCorrection(trx, {
              teamId,
              year: 2013,
              object: 'city',
              metric: 'trained_persons',
              was: 20,
              value: 21,
              reason: '漏计',
              by: BUREAU,
              now: NOW,
            }),
          ),
      ]);
      expect(no).toBe(isReopened ? undefined : 1);
      expect(await expectWhole(teamId)).toBe(!isReopened);
    },
  );

  test('When twelve corrections come at once, Then their numbers follow each other, and before it is closed there is none', async () => {
    const { db } = pools;
    const teamId = 'T0CORRECT';
    await layYear(db, teamId, 'accepted');
    const correct = (i: number) =>
      dbOf(i)
        .transaction()
        .execute((trx) =>
          insertCorrection(trx, {
            teamId,
            year: 2013,
            object: 'city',
            metric: 'trained_persons',
            was: 20,
            value: i,
            reason: '漏计',
            by: BUREAU,
            now: NOW,
          }),
        );
    expect(await correct(0)).toBeUndefined();
    expect(await close(0, teamId)).toBe('closed');
    const numbers = await Promise.all(Array.from({ length: 12 }, (_, i) => correct(i)));
    expect(numbers.toSorted((a = 0, b = 0) => a - b)).toEqual(Array.from({ length: 12 }, (_, i) => i + 1));
    await expectWhole(teamId);
  });

  test.each(['T0V1', 'T0V2', 'T0V3', 'T0V4'])(
    'When a report of it is taken out by two and corrected by a third, Then each figure goes once, from what stood (%s)',
    async (teamId) => {
      const { db } = pools;
      const { reportId } = await layYear(db, teamId, 'accepted');
      expect(await close(0, teamId)).toBe('closed');
      const report = await findReport(db, teamId, reportId);
      if (!report) throw new Error('the ground is not laid');
      const one = { teamId, year: 2013, object: report.number, reason: '核对', by: BUREAU, now: NOW };
      const acts = [
        () =>
          dbOf(0)
            .transaction()
            .execute((trx) => takeOut(trx, one, report)),
        () =>
          dbOf(1)
            .transaction()
            .execute((trx) => takeOut(trx, one, report)),
        () =>
          dbOf(2)
            .transaction()
            .execute(async (trx) => {
              await holdClosedYear(trx, teamId, 2013);
              const { isOut } = await findStanding(trx, teamId, report);
              const more = { metric: 'trained_persons', reported: 20, value: 25 };
              return isOut ? [] : correctFigures(trx, one, [more]);
            }),
      ];
      const turn = Number(teamId.slice(-1));
      await Promise.all(acts.map((_, i) => acts[(i + turn) % acts.length]?.()));
      const corrections = await listCorrections(db, teamId, 2013);
      expect(corrections.map(({ no }) => no)).toEqual(corrections.map((_, i) => i + 1));
      expect(corrections.filter(({ metric }) => metric === 'reports')).toHaveLength(1);
      const frozen = await findFrozen(db, await programmeOf(db, { teamId, year: 2013 }));
      if (!frozen) throw new Error('the year is not closed');
      expect(correctedCity(frozen, corrections)).toMatchObject({
        reports: 0,
        metrics: { trained_persons: 0 },
      });
      await expectWhole(teamId);
    },
  );
});

async function handedIn(db: Db, teamId: string, summaryId: string) {
  const summary = await findSummary(db, teamId, summaryId);
  if (!summary) throw new Error('the summary is gone');
  const content = { narrative: '再报', stories: '', news: '', nil: false };
  return { teamId, summary, content, figures: NO_FIGURES, by: 'U0BINHAI', onBehalf: false, now: NOW };
}

/** 2013 is closing, with one accepted report; every summary was waived but one, which stands where it is said. */
async function layYear(db: Db, teamId: string, state: 'submitted' | 'accepted') {
  const zone = { time_zone: 'Asia/Shanghai', channel_id: 'C0NEEDS', language: 'zh' as const };
  for (const [year, current] of [
    [2013, false],
    [2014, true],
  ] as const)
    await db
      .insertInto('programme_year')
      .values({
        team_id: teamId,
        year,
        name: '行动',
        target_experts: 300,
        opens_on: `${year}-01-01`,
        deadline: Temporal.Instant.from(`${year}-12-31T23:59:59+08:00`),
        ...zone,
        published_by: 'district',
        catalogue: CATALOGUE,
        current,
        state: current ? 'open' : 'closing',
        created_by: BUREAU,
        created_at: NOW,
      })
      .execute();
  const programme = await programmeOf(db, { teamId, year: 2013 });
  const [first, ...others] = await listSummaries(db, programme);
  if (!first) throw new Error('nobody owes a summary');
  await db
    .updateTable('yearly_summary')
    .set({ waived_at: NOW, waived_by: BUREAU, waive_reason: '并入他区' })
    .where('team_id', '=', teamId)
    .where(
      'id',
      'in',
      others.map(({ id }) => id),
    )
    .execute();
  await db.transaction().execute(async (trx) => {
    await submitVersion(trx, await handedIn(trx, teamId, first.id));
    const step = { teamId, summaryId: first.id, year: 2013, version: 1, by: BUREAU, now: NOW };
    if (state === 'accepted') await acceptVersion(trx, step);
  });
  const reportId = randomUUID();
  await db
    .insertInto('report')
    .values({
      team_id: teamId,
      id: reportId,
      number: 'BG-2013-0001',
      year: 2013,
      state: 'accepted',
      author: 'U0ZJ0006',
      title: '义诊',
      action_line: 'medical',
      districts: ['binhai'],
      service_start: '2013-12-01',
      service_end: '2013-12-02',
      metrics: { trained_persons: 20 },
      accepted_by: BUREAU,
      accepted_at: NOW,
      submitted_at: NOW,
      changed_at: NOW,
    })
    .execute();
  return { summaryId: first.id, reportId };
}

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { recordAct } from '../src/db/audit.ts';
import type { Db, Trx } from '../src/db/open.ts';
import type { RecordedAct } from '../src/db/recorded-acts.ts';
import { readDigest } from '../src/digests/repository.ts';
import { programmeOf } from '../src/programme/repository.ts';
import { findReport } from '../src/reports/listings.ts';
import type { Report } from '../src/reports/report.ts';
import { holdForReport, insertReport } from '../src/reports/repository.ts';
import { amendReport, askAmendment, dropAmendment, voidReport } from '../src/reports/versions.ts';
import { takeBackVoid } from '../src/undo/reports.ts';
import { openPools, type Pools } from './helpers/pools.ts';
import { insertExpert, insertNeed, insertYear, NOW, TEAM } from './helpers/rows.ts';

const ROUNDS = [1, 2, 3, 4, 5, 6];
const REASON = { reason: '重复', duplicateOf: undefined };

/** Over pools of several sizes, each act first in turn: the embedded database has one connection and can show no race. */
describe('An accepted report is voided while others act on it', () => {
  let pools: Pools;
  let numbers = 0;

  beforeAll(async () => {
    pools = await openPools([1, 3, 7]);
    await insertYear(pools.db);
  });
  afterAll(() => pools.close());

  const inPool = <T>(i: number, act: (trx: Trx) => Promise<T>): Promise<T> =>
    pools.dbOf(i).transaction().execute(act);

  /** Both at one moment, the other one first in every second round. */
  async function race<A, B>(round: number, one: () => Promise<A>, other: () => Promise<B>): Promise<[A, B]> {
    if (round % 2 === 0) return Promise.all([one(), other()]);
    const [b, a] = await Promise.all([other(), one()]);
    return [a, b];
  }

  /** 30 trained, by one expert who held a slot of the need. */
  async function layReport(): Promise<{ before: Report; expertId: string }> {
    const { db } = pools;
    const [expertId, demandId] = [await insertExpert(db), await insertNeed(db, 1)];
    numbers += 1;
    const number = `BG-2013-${numbers}`;
    await db
      .insertInto('claim')
      .values({
        ...{ team_id: TEAM, id: number, number, demand_id: demandId, year: 2013, expert_id: expertId },
        ...{ slot_no: 1, state: 'confirmed', live_no: 1, reason: null, claimed_at: NOW, consented_at: NOW },
        ...{ confirmed_at: NOW, ended_at: null },
      })
      .execute();
    const content = contentOn(demandId, expertId, 30);
    const kept = {
      teamId: TEAM,
      number,
      year: 2013,
      author: `U${expertId}`,
      recordedBy: undefined,
      now: NOW,
    };
    const { id } = await db.transaction().execute((trx) => insertReport(trx, { ...kept, content }));
    await db
      .updateTable('report')
      .set({ state: 'accepted', host_confirmed_at: NOW, accepted_by: 'U0BINHAI', accepted_at: NOW })
      .where('id', '=', id)
      .execute();
    return { before: await read(id), expertId };
  }

  async function read(id: string): Promise<Report> {
    const report = await findReport(pools.db, TEAM, id);
    if (!report) throw new Error('the report is gone');
    return report;
  }

  /** What the year adds up to without what stood there before. */
  async function added(act: () => Promise<void>): Promise<{ experts: number; trained: number }> {
    const sum = async () => {
      const programme = await programmeOf(pools.db, { teamId: TEAM, year: 2013 });
      const { experts, totals } = await readDigest(pools.db, programme, NOW);
      return { experts, trained: totals.trained_persons ?? 0 };
    };
    const before = await sum();
    await act();
    const after = await sum();
    return { experts: after.experts - before.experts, trained: after.trained - before.trained };
  }

  const reportedOf = async (claimId: string) =>
    (
      await pools.db
        .selectFrom('claim')
        .select('reported')
        .where('id', '=', claimId)
        .executeTakeFirstOrThrow()
    ).reported;

  const voidIt = (i: number, before: Report) =>
    inPool(i, (trx) => voidReport(trx, { teamId: TEAM, before, now: NOW }, REASON));
  const version = (before: Report, trained: number) => ({
    ...{ teamId: TEAM, before, reason: '漏计', now: NOW },
    content: contentOn(before.demandId, before.expertIds[0] ?? '', trained),
  });

  test.each(ROUNDS)(
    'When it is amended at that moment, Then one of the two holds (round %i)',
    async (round) => {
      const { before } = await layReport();
      const change = await added(async () => {
        const [voided, amended] = await race(
          round,
          () => voidIt(round, before),
          () => inPool(round + 1, (trx) => amendReport(trx, version(before, 45))),
        );
        expect([voided, amended].filter(Boolean)).toHaveLength(1);
      });
      const after = await read(before.id);
      const isVoided = after.state === 'voided';
      expect(change).toEqual(isVoided ? { experts: -1, trained: -30 } : { experts: 0, trained: 15 });
      expect(after.version).toBe(isVoided ? 1 : 2);
      expect(await reportedOf(before.number)).toBe(!isVoided);
    },
  );

  test.each(ROUNDS)(
    'When its author asks for a change at that moment, Then it is void or waits for the decision (round %i)',
    async (round) => {
      const { before } = await layReport();
      const [voided, asked] = await race(
        round,
        () => voidIt(round, before),
        () => inPool(round + 2, (trx) => askAmendment(trx, version(before, 45))),
      );
      expect([voided, asked].filter(Boolean)).toHaveLength(1);
      const after = await read(before.id);
      expect([after.state, after.amendment !== undefined]).toEqual(
        voided ? ['voided', false] : ['accepted', true],
      );
      if (voided) return;
      // What somebody has read before the change was asked for voids nothing, whatever is decided meanwhile.
      const decide = round % 3 === 0 ? dropAmendment : amendReport;
      const [late, decided] = await race(
        round + 1,
        () => voidIt(round + 2, before),
        () => inPool(round, (trx) => decide(trx, version(after, 45))),
      );
      expect([late, decided]).toEqual([decide === dropAmendment && late, true]);
      expect((await read(before.id)).amendment).toBeUndefined();
    },
  );

  test.each(ROUNDS)(
    'When that is taken back while the service is reported anew, Then one of the two counts (round %i)',
    async (round) => {
      const { before, expertId } = await layReport();
      await voidIt(round, before);
      const undoing = await recordVoid(pools.db, before.id);
      const later = NOW.add({ seconds: 5 });
      const [isBack, filed] = await race(
        round,
        () => inPool(round, (trx) => takeBackVoid(trx, undoing, before)),
        () =>
          inPool(round + 1, async (trx) => {
            const service = { teamId: TEAM, year: 2013, demandId: before.demandId, expertIds: [expertId] };
            const held = await holdForReport(trx, service);
            const content = contentOn(before.demandId, expertId, 1);
            const kept = { teamId: TEAM, number: `${before.number}-2`, year: 2013, author: 'U0ZJ0006' };
            await insertReport(trx, { ...kept, recordedBy: undefined, content, now: later });
            return held;
          }),
      );
      expect(filed).toBe('held');
      expect((await read(before.id)).state).toBe(isBack ? 'accepted' : 'voided');
      expect(await reportedOf(before.number)).toBe(true);
    },
  );

  test.each(ROUNDS)(
    'When two take it back and a third voids it again, Then it ends where the last one left it (round %i)',
    async (round) => {
      const { before } = await layReport();
      await voidIt(round, before);
      const undoing = await recordVoid(pools.db, before.id);
      const change = await added(async () => {
        const [[one, other], again] = await race(
          round,
          () =>
            Promise.all(
              [1, 2].map((i) =>
                inPool(round + i, async (trx) => {
                  const isBack = await takeBackVoid(trx, undoing, before);
                  if (isBack) await recordAct(trx, actOn(before.id, 'undo'));
                  return isBack;
                }),
              ),
            ),
          () => voidIt(round, before),
        );
        expect([one, other].filter(Boolean)).toHaveLength(1);
        expect((await read(before.id)).state).toBe(again ? 'voided' : 'accepted');
      });
      const isVoided = (await read(before.id)).state === 'voided';
      expect(change).toEqual(isVoided ? { experts: 0, trained: 0 } : { experts: 1, trained: 30 });
      expect(await reportedOf(before.number)).toBe(!isVoided);
    },
  );
});

function contentOn(demandId: string | undefined, expertId: string, trained: number) {
  return {
    ...{ demandId, title: '诊断', actionLine: 'tech_sme', form: undefined, districts: ['binhai'] },
    ...{ serviceStart: '2013-10-30', serviceEnd: '2013-10-30', days: 1, place: '车间', files: [] },
    ...{ expertIds: [expertId], metrics: { trained_persons: trained }, summary: '已诊断' },
    ...{ typicalStory: '', nextSteps: '', news: '' },
  };
}

function actOn(reportId: string, act: RecordedAct) {
  return { teamId: TEAM, act, actor: 'U0BINHAI', objectKind: 'report', objectId: reportId, now: NOW };
}

/** The void as the audit trail has it, to be taken back. */
async function recordVoid(db: Db, reportId: string) {
  const act = actOn(reportId, 'void_report');
  const id = await db.transaction().execute((trx) => recordAct(trx, act));
  const { objectKind, objectId, actor } = act;
  return {
    teamId: TEAM,
    done: { id, act: 'void_report', actor, at: NOW, objectKind, objectId, details: {} },
    now: NOW,
    today: Temporal.PlainDate.from('2013-10-31'),
  };
}

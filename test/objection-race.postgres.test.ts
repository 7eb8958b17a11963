import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Db } from '../src/db/open.ts';
import { findReport } from '../src/reports/listings.ts';
import type { Decision, Report, ReportState } from '../src/reports/report.ts';
import { insertReport, moveReport } from '../src/reports/repository.ts';
import { reviseReport } from '../src/reports/versions.ts';
import { type Desk, giveRole, registerVerified, startDesk } from './helpers/desk.ts';
import { forgePress } from './helpers/hostile.ts';
import { publishNeed } from './helpers/need.ts';
import { openPools, type Pools } from './helpers/pools.ts';
import { claimAndConfirm } from './helpers/published.ts';
import { insertExpert, insertNeed, insertYear, NOW, TEAM } from './helpers/rows.ts';
import { ROUNDS } from './helpers/runs.ts';

const [EXPERT, HOST, COORDINATOR, BUREAU] = ['U0ZJ0006', 'U0HOST', 'U0BINHAI', 'U0BUREAU'] as const;

describe('An expert objects to what the host filed while a coordinator accepts it', () => {
  let desk: Desk;
  let expertId = '';
  let reportId = '';

  beforeAll(async () => {
    desk = await startDesk();
    await giveRole(desk, COORDINATOR, { role: 'district', districts: ['binhai'] });
    expertId = await registerVerified(desk, EXPERT, { max_active_claims: '9' });
  });
  afterAll(async () => {
    expect(desk.workspace.violations).toEqual([]);
    await desk.close();
  });

  beforeEach(async () => {
    const need = await publishNeed(desk, {
      title: `诊断 ${Math.random()}`,
      service_start: '2013-10-30',
      service_end: '2013-11-05',
    });
    await claimAndConfirm(desk, EXPERT);
    await forgePress(desk, HOST, 'file_report', need);
    await submit(HOST, { experts: [expertId], service_end: '2013-10-31', place: need, summary: '已诊断' });
    await submit(HOST, {});
    await desk.as(HOST).closeModal({ all: true });
    const filed = await desk.db
      .selectFrom('report')
      .select(['id', 'state'])
      .where('demand_id', '=', need)
      .executeTakeFirstOrThrow();
    expect(filed.state).toBe('host_confirmed');
    reportId = filed.id;
  });

  async function submit(user: string, values: Record<string, string | string[]>): Promise<void> {
    await desk.as(user).submit(values);
    await desk.settle();
  }

  test.each(ROUNDS)(
    'When both come at one moment, Then one holds and the other reads it (round %i)',
    async (round) => {
      await forgePress(desk, EXPERT, 'object_report', reportId);
      desk.as(EXPERT).fill({ reason: '只去了半天' });
      const acts = [
        () => desk.as(EXPERT).submit({}),
        () => forgePress(desk, COORDINATOR, 'accept_report', reportId),
      ];
      const order = round % 2 === 0 ? acts : acts.toReversed();
      await Promise.all(order.map((act) => act()));
      await desk.settle();
      const { state } = await desk.db
        .selectFrom('report')
        .select('state')
        .where('id', '=', reportId)
        .executeTakeFirstOrThrow();
      const objected = JSON.stringify(desk.as(EXPERT).views.at(-1) ?? {});
      const accepted = desk.as(COORDINATOR).ephemerals.at(-1)?.text;
      await desk.as(EXPERT).closeModal({ all: true });
      if (state === 'objected') {
        expect(objected).toContain('已把您的意见转给受援单位和联络员');
        expect(accepted).toContain('专家有异议');
      } else {
        expect(state).toBe('accepted');
        expect(objected).toContain('现在的状态：已采纳，计入统计');
        expect(accepted).toContain('已采纳，计入统计');
      }
      const done = await desk.db
        .selectFrom('audit')
        .select('act')
        .where('object_id', '=', reportId)
        .where('outcome', '=', 'done')
        .where('act', 'in', ['object_report', 'accept_report'])
        .orderBy('id')
        .execute();
      expect(done).toEqual([{ act: state === 'objected' ? 'object_report' : 'accept_report' }]);
    },
  );
});

/** Over pools of several sizes: the embedded database has one connection and can show no race. */
describe('A report that the host filed is decided on by several', () => {
  let pools: Pools;

  beforeAll(async () => {
    pools = await openPools([1, 3, 7]);
    await insertYear(pools.db);
  });
  afterAll(() => pools.close());

  const dbOf = (i: number) => pools.dbOf(i);

  test.each(ROUNDS)(
    'When two experts object, one accepts and the host mends it, Then one act holds (round %i)',
    async (round) => {
      const before = await layReport(pools.db);
      expect(before).toMatchObject({ state: 'host_confirmed', filedByHost: true });
      const acts = [
        () => decide(dbOf(round), before, 'object_report', 'objected'),
        () => decide(dbOf(round + 1), before, 'object_report', 'objected'),
        () => decide(dbOf(round + 2), before, 'accept_report', 'accepted'),
        () =>
          dbOf(round)
            .transaction()
            .execute((trx) =>
              reviseReport(trx, { teamId: TEAM, before, confirmedBy: HOST, content: before, now: NOW }),
            ),
      ];
      const done = await Promise.all(acts.map((_, i) => acts[(i + round) % acts.length]?.()));
      expect(done.filter((one) => typeof one === 'number' || one === true)).toHaveLength(1);
      const after = await findReport(pools.db, TEAM, before.id);
      const { act } = (await pools.db
        .selectFrom('audit')
        .select('act')
        .where('object_id', '=', before.id)
        .executeTakeFirst()) ?? { act: 'revise_report' };
      const ends = {
        object_report: { state: 'objected', version: 1 },
        accept_report: { state: 'accepted', version: 1 },
        revise_report: { state: 'host_confirmed', version: 2 },
      };
      expect(after).toMatchObject({ ...ends[act as keyof typeof ends], filedByHost: true });
    },
  );
});

function decide(db: Db, before: Report, decision: Decision, to: ReportState) {
  return moveReport(
    db,
    before,
    { decision, to, reason: '只去了半天' },
    {
      ...{ teamId: TEAM, act: decision, actor: BUREAU, onBehalfOf: undefined, objectKind: 'report' },
      ...{ objectId: before.id, now: NOW, cause: randomUUID(), details: {} },
    },
    { asked: [], told: [], views: [], people: [], about: [] },
  );
}

async function layReport(db: Db): Promise<Report> {
  const [expertId, demandId] = [await insertExpert(db), await insertNeed(db, 1)];
  const content = {
    ...{ demandId, title: '诊断', actionLine: 'tech_sme', form: undefined, districts: ['binhai'] },
    ...{ serviceStart: '2013-10-30', serviceEnd: '2013-10-30', days: 1, place: '车间', files: [] },
    ...{ expertIds: [expertId], metrics: {}, summary: '已诊断', typicalStory: '', nextSteps: '', news: '' },
  };
  const kept = { teamId: TEAM, number: randomUUID(), year: 2013, author: HOST, confirmedBy: HOST, now: NOW };
  const { id } = await db
    .transaction()
    .execute((trx) => insertReport(trx, { ...kept, recordedBy: undefined, content }));
  const report = await findReport(db, TEAM, id);
  if (!report) throw new Error('the report is gone');
  return report;
}

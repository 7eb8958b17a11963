import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type Desk, giveRole, registerVerified, startDesk } from './helpers/desk.ts';
import { forgePress } from './helpers/hostile.ts';
import { publishNeed } from './helpers/need.ts';
import { claimAndConfirm } from './helpers/published.ts';
import { ROUNDS } from './helpers/runs.ts';

const [EXPERT, HOST, COORDINATOR] = ['U0ZJ0006', 'U0HOST', 'U0BINHAI'] as const;

/** Two people about one service at one moment: one wins, and the other reads what happened. */
let desk: Desk;
let expertId = '';
let need = '';

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
  need = await publishNeed(desk, {
    title: `诊断 ${Math.random()}`,
    service_start: '2013-10-30',
    service_end: '2013-11-05',
  });
  await claimAndConfirm(desk, EXPERT);
  await desk.settle();
});

const theClaim = () =>
  desk.db.selectFrom('claim').selectAll().where('demand_id', '=', need).executeTakeFirstOrThrow();
const reports = () => desk.db.selectFrom('report').selectAll().where('demand_id', '=', need).execute();
const topOf = (user: string) => JSON.stringify(desk.as(user).views.at(-1) ?? {});

test.each(ROUNDS)(
  'When a report and a no-show come at one moment, Then one of them holds and the other person reads it (round %i)',
  async () => {
    const { id } = await theClaim();
    await forgePress(desk, COORDINATOR, 'file_report', need);
    await desk.as(COORDINATOR).submit({ experts: [expertId], service_end: '2013-10-31', summary: '诊断' });
    await desk.settle();
    await forgePress(desk, HOST, 'report_no_show', id);
    await Promise.all([desk.as(COORDINATOR).submit({}), desk.as(HOST).submit({ reason: '没有来' })]);
    await desk.settle();
    const { state, reported } = await theClaim();
    const filed = await reports();
    const said = { host: topOf(HOST), coordinator: topOf(COORDINATOR) };
    if (state === 'no_show_reported') {
      expect([filed.length, reported]).toEqual([0, false]);
      expect(said.coordinator).toContain('没有到场');
    } else {
      expect([state, filed.length, reported]).toEqual(['confirmed', 1, true]);
      expect(said.host).toContain('已有这位专家的服务报告');
    }
    await desk.as(HOST).closeModal({ all: true });
    await desk.as(COORDINATOR).closeModal({ all: true });
  },
);

test.each(ROUNDS)(
  'When two coordinators decide differently at one moment, Then one decision holds (round %i)',
  async () => {
    const { id } = await theClaim();
    await forgePress(desk, HOST, 'report_no_show', id);
    await desk.as(HOST).submit({ reason: '没有来' });
    await desk.settle();
    await desk.as(HOST).closeModal({ all: true });
    await Promise.all([
      forgePress(desk, COORDINATOR, 'uphold_no_show', id),
      forgePress(desk, 'U0BUREAU', 'dismiss_no_show', id),
    ]);
    await desk.settle();
    const { state } = await theClaim();
    const done = await desk.db
      .selectFrom('audit')
      .select('act')
      .where('object_id', '=', id)
      .where('act', 'in', ['uphold_no_show', 'dismiss_no_show'])
      .where('outcome', '=', 'done')
      .orderBy('id')
      .execute();
    expect(done).toEqual([{ act: state === 'no_show' ? 'uphold_no_show' : 'dismiss_no_show' }]);
    const seated = await desk.db.selectFrom('slot').select('no').where('claim_id', '=', id).execute();
    expect(seated.length).toBe(state === 'no_show' ? 0 : 1);
  },
);

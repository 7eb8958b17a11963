import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { countActs } from '../src/digests/acts.ts';
import { findProgramme } from '../src/programme/repository.ts';
import { type Desk, giveRole, registerVerified, startDesk } from './helpers/desk.ts';
import { forgePress } from './helpers/hostile.ts';
import { publishNeed } from './helpers/need.ts';
import { walksOf } from './helpers/scenes.ts';

const walkOnce = walksOf(import.meta.filename);

/** What becomes of a confirmed claim other than a report (designs 3 and 5), told as stories. */
const EXPERT = 'U0ZJ0006';
const HOST = 'U0HOST';
const COORDINATOR = 'U0BINHAI';

let desk: Desk;
let need = '';
let expertId = '';

beforeEach(async () => {
  desk = await startDesk();
  await giveRole(desk, COORDINATOR, { role: 'district', districts: ['binhai'] });
  expertId = await registerVerified(desk, EXPERT);
  need = await publishNeed(desk, { service_start: '2013-11-04', service_end: '2013-11-05' });
  await walkOnce(desk, 'confirmed', async () => {
    await desk.as(EXPERT).press(desk.lastCard(), 'claim_slot');
    await desk.settle();
    await press(COORDINATOR, 'give_consent');
    await press(HOST, 'accept_expert');
  });
});
afterEach(async () => {
  expect(desk.workspace.violations).toEqual([]);
  await desk.close();
});

async function press(user: string, actionId: string, values?: Record<string, string>): Promise<void> {
  const dm = desk.as(user).dms.findLast(({ blocks }) => JSON.stringify(blocks).includes(`"${actionId}"`));
  if (!dm) throw new Error(`${user} has no message with ${actionId}`);
  await desk.as(user).press(dm, actionId);
  await desk.settle();
  if (values) await submit(user, values);
}

async function submit(user: string, values: Record<string, string | string[]>): Promise<void> {
  await desk.as(user).submit(values);
  await desk.settle();
}

async function undoIn(user: string): Promise<string> {
  const window = desk.as(user).views.at(-1);
  await desk.as(user).press((window ?? desk.as(user).ephemerals.at(-1)) as never, 'undo');
  await desk.settle();
  const said = window ? JSON.stringify(desk.as(user).views.at(-1)) : saidTo(user);
  if (window) await desk.as(user).closeModal({ all: true });
  return said;
}

const at = (moment: string) => desk.look(`2013-11-${moment}:00+08:00`);
const saidTo = (user: string) => desk.as(user).ephemerals.at(-1)?.text ?? '';
const lastDm = (user: string) => desk.as(user).dms.at(-1)?.text ?? '';
const topOf = (user: string) => JSON.stringify(desk.as(user).views.at(-1) ?? {});
const theClaim = () => desk.db.selectFrom('claim').selectAll().executeTakeFirstOrThrow();
const taken = async () =>
  (await desk.db.selectFrom('slot').selectAll().where('claim_id', 'is not', null).execute()).length;
const audited = async (act: string) =>
  (
    await desk.db
      .selectFrom('audit')
      .selectAll()
      .where('act', '=', act)
      .where('outcome', '=', 'done')
      .orderBy('id')
      .execute()
  ).length;
/** What the next digest of the whole programme tells beside its figures. */
const toldActs = async () => {
  const programme = await findProgramme(desk.db, desk.workspace.teamId);
  if (!programme) throw new Error('there is no year');
  const between = { after: Temporal.Instant.from('2013-10-01T00:00:00Z'), until: desk.clock.now() };
  return countActs(desk.db, programme, between, {});
};
const digestOf = async (user: string) => {
  await desk.as(user).command('/expert-digest');
  await desk.settle();
  return JSON.stringify(desk.as(user).ephemerals.at(-1)?.blocks);
};

describe('a no-show', () => {
  test('When the service has not begun, Then it is refused with the day, and nothing is kept', async () => {
    await press(HOST, 'report_no_show');
    expect(saidTo(HOST)).toContain('还没有开始');
    await forgePress(desk, 'U0ALICE', 'report_no_show', (await theClaim()).id);
    expect((await theClaim()).state).toBe('confirmed');
  });

  test('When the host reports it, the expert objects and the coordinator upholds it, Then all of it ends everywhere', async () => {
    await at('06T10:00');
    await press(HOST, 'report_no_show', { reason: '等了一上午' });
    expect(await theClaim()).toMatchObject({ state: 'no_show_reported', reason: '等了一上午' });
    await desk.as(HOST).closeModal({ all: true });
    expect(lastDm(EXPERT)).toContain('等了一上午');
    expect(lastDm(COORDINATOR)).toContain('请核实后决定');

    await press(EXPERT, 'object_no_show', { reason: '去了，门卫可证' });
    await desk.as(EXPERT).closeModal({ all: true });
    expect(await theClaim()).toMatchObject({ state: 'no_show_objected', objection: '去了，门卫可证' });
    expect(lastDm(COORDINATOR)).toMatch(/等了一上午[\s\S]*门卫可证/);
    await desk.as(COORDINATOR).openHome();
    await desk.settle();
    expect(JSON.stringify(desk.as(COORDINATOR).home)).toContain('门卫可证');

    await press(COORDINATOR, 'uphold_no_show');
    expect(await theClaim()).toMatchObject({ state: 'no_show', live_no: null });
    expect(await taken()).toBe(0);
    expect(lastDm(EXPERT)).toContain('认定您没有到场');
    expect(lastDm(HOST)).toContain('认定何知远没有到场');
    // Two press the same: the later one reads who decided.
    await forgePress(desk, 'U0BUREAU', 'dismiss_no_show', (await theClaim()).id);
    expect(await audited('dismiss_no_show')).toBe(0);

    expect(await undoIn(COORDINATOR)).toContain('已撤回');
    expect(await theClaim()).toMatchObject({
      state: 'no_show_objected',
      reason: '等了一上午',
      ended_at: null,
    });
    expect(await taken()).toBe(1);
    await press(COORDINATOR, 'uphold_no_show');

    const before = desk.as(EXPERT).dms.length;
    for (const moment of ['07T10:00', '12T10:00', '19T10:00', '26T10:00']) await at(moment);
    expect(desk.as(EXPERT).dms.slice(before)).toEqual([]);
    expect(desk.lastCard().text).not.toContain('没有到场');
    expect(await digestOf(COORDINATOR)).not.toContain('RL-2013-0001');
    expect(await digestOf(COORDINATOR)).toContain('没有到场 1');
    expect(await toldActs()).toEqual([]);
    expect(await digestOf('U0ALICE')).not.toMatch(/show up|no-show/);
  });

  test('When it is reported, Then a report with that expert is refused until a coordinator dismisses it', async () => {
    await at('06T10:00');
    const { id } = await theClaim();
    await press(HOST, 'report_no_show', { reason: '没来' });
    expect(await undoIn(HOST)).toContain('照旧');
    expect((await theClaim()).state).toBe('confirmed');
    await openReport();
    await press(HOST, 'report_no_show', { reason: '没来' });
    await desk.as(HOST).closeModal({ all: true });
    // The form was opened before; the expert themselves decides nothing about it.
    expect((await forgePress(desk, EXPERT, 'dismiss_no_show', id)).text).not.toBe('');
    expect((await theClaim()).state).toBe('no_show_reported');
    expect(await fileReport()).toContain('没有到场');
    expect(await desk.db.selectFrom('report').selectAll().execute()).toEqual([]);

    await press(COORDINATOR, 'dismiss_no_show');
    expect((await theClaim()).state).toBe('confirmed');
    expect(lastDm(EXPERT)).toContain('不成立');
    expect(await undoIn(COORDINATOR)).toContain('重新决定');
    expect((await theClaim()).state).toBe('no_show_reported');
    await press(COORDINATOR, 'dismiss_no_show');
    await openReport();
    await fileReport();
    expect(await desk.db.selectFrom('report').select('state').execute()).toHaveLength(1);
    await press(HOST, 'report_no_show');
    expect(saidTo(HOST)).toContain('已有这位专家的服务报告');
  });
});

/** The coordinator opens the form to file for the expert. */
async function openReport(): Promise<void> {
  await forgePress(desk, COORDINATOR, 'file_report', need);
}

/** Returns what the window says in the end. */
async function fileReport(): Promise<string> {
  await submit(COORDINATOR, { experts: [expertId], summary: '诊断' });
  await submit(COORDINATOR, {});
  const said = topOf(COORDINATOR);
  await desk.as(COORDINATOR).closeModal({ all: true });
  return said;
}

describe('a report that will never come', () => {
  test('When the coordinator waives it, Then nobody is reminded of it and it is late nowhere, unless it is taken back', async () => {
    await at('06T10:00');
    const { id } = await theClaim();
    expect((await forgePress(desk, HOST, 'waive_report', id)).text).not.toBe('');
    await forgePress(desk, COORDINATOR, 'waive_report', id);
    await submit(COORDINATOR, { reason: '专家已出国' });
    expect((await theClaim()).state).toBe('report_waived');
    expect(lastDm(EXPERT)).toContain('不再需要服务报告');
    expect(await undoIn(COORDINATOR)).toContain('仍需填报');
    expect(await theClaim()).toMatchObject({ state: 'confirmed', reason: null });
    expect(await taken()).toBe(1);
    await forgePress(desk, COORDINATOR, 'waive_report', id);
    await submit(COORDINATOR, { reason: '专家已出国' });
    await desk.as(COORDINATOR).closeModal({ all: true });
    const before = desk.as(EXPERT).dms.length;
    for (const moment of ['07T10:00', '13T10:00', '20T10:00']) await at(moment);
    expect(desk.as(EXPERT).dms.slice(before)).toEqual([]);
    expect(await digestOf(COORDINATOR)).not.toContain('RL-2013-0001');
    expect(await toldActs()).toEqual([{ act: 'waive_report', n: 1 }]);
  });

  test('When a report is late, Then the coordinator finds both ways beside the reminder', async () => {
    for (const moment of ['06T10:00', '08T10:00', '14T10:00', '21T10:00', '27T10:00']) await at(moment);
    await press(COORDINATOR, 'waive_report', { reason: '联系不上' });
    expect((await theClaim()).state).toBe('report_waived');
  });
});

describe('a recall', () => {
  test('When the home unit calls its person back, Then the slot is free, and only coordinators read why', async () => {
    const { id } = await theClaim();
    await forgePress(desk, 'U0BUREAU', 'recall_expert', id);
    await submit('U0BUREAU', { reason: '单位有急诊任务' });
    expect((await theClaim()).state).toBe('recalled');
    expect(await taken()).toBe(0);
    expect(lastDm(COORDINATOR)).toContain('急诊任务');
    expect(lastDm(EXPERT)).toContain('单位另有安排');
    expect(lastDm(HOST)).toContain('不能前来');
    for (const user of [EXPERT, HOST]) expect(JSON.stringify(desk.as(user).dms)).not.toContain('急诊任务');
    expect(await toldActs()).toEqual([{ act: 'recall_expert', n: 1 }]);
    expect(await undoIn('U0BUREAU')).toContain('不再召回');
    expect(await toldActs()).toEqual([]);
    expect(await theClaim()).toMatchObject({ state: 'confirmed', reason: null });
    await at('06T10:00');
    expect((await forgePress(desk, 'U0BUREAU', 'recall_expert', id)).text).toContain('已经结束');
  });
});

import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Desk, giveRole, registerVerified, startDesk } from './helpers/desk.ts';
import { forgePress } from './helpers/hostile.ts';
import { publishNeed } from './helpers/need.ts';
import { claimAndConfirm } from './helpers/published.ts';

/** A report may be filed once the service has begun, and corrected until somebody has acted on it (decision 32). */
const EXPERT = 'U0ZJ0006';
let desk: Desk;

beforeEach(async () => {
  desk = await startDesk();
  await giveRole(desk, 'U0BINHAI', { role: 'district', districts: ['binhai'] });
  await registerVerified(desk, EXPERT);
  // It has begun, and runs on for days.
  const need = await publishNeed(desk, { service_start: '2013-10-30', service_end: '2013-11-05' });
  await claimAndConfirm(desk, EXPERT);
  await forgePress(desk, EXPERT, 'file_report', need);
  await submit({ service_end: '2013-10-31', summary: '第一天' });
  await submit({});
  await desk.as(EXPERT).closeModal({ all: true });
});
afterEach(async () => {
  expect(desk.workspace.violations).toEqual([]);
  await desk.close();
});

async function submit(values: Record<string, string>): Promise<void> {
  await desk.as(EXPERT).submit(values);
  await desk.settle();
}

const theReport = () => desk.db.selectFrom('report').selectAll().executeTakeFirstOrThrow();
const listOf = async () => {
  await desk.as(EXPERT).command('/expert-report');
  await desk.settle();
  return desk.as(EXPERT).ephemerals.at(-1);
};

test('When nobody has acted, Then the author corrects it under its number, and the host is asked anew', async () => {
  expect(await theReport()).toMatchObject({ state: 'submitted', version: 1, number: 'BG-2013-0001' });
  const { id } = await theReport();
  expect(JSON.stringify((await listOf())?.blocks)).toContain(`report:${id}`);
  await forgePress(desk, EXPERT, 'file_report', `report:${id}`);
  expect(JSON.stringify(desk.as(EXPERT).views.at(-1))).toContain('还没有人办理');
  await submit({ summary: '两天' });
  await submit({});
  await desk.as(EXPERT).closeModal({ all: true });
  expect(await theReport()).toMatchObject({ state: 'submitted', version: 2, summary: '两天', id });
  expect(desk.as('U0HOST').dms.at(-1)?.text).toContain('两天');
});

test('When the host confirms while the author corrects, Then the author reads where it stands, and nothing changes', async () => {
  const { id } = await theReport();
  await forgePress(desk, EXPERT, 'file_report', `report:${id}`);
  await submit({ summary: '三天' });
  await forgePress(desk, 'U0HOST', 'confirm_report', id);
  await submit({});
  expect(JSON.stringify(desk.as(EXPERT).views.at(-1))).toContain('现在不能修改');
  await desk.as(EXPERT).closeModal({ all: true });
  expect(await theReport()).toMatchObject({ state: 'host_confirmed', version: 1, summary: '第一天' });
  expect((await forgePress(desk, EXPERT, 'file_report', `report:${id}`)).text).not.toContain('还没有人办理');
});

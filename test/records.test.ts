import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Desk, giveRole, registerVerified, startDesk } from './helpers/desk.ts';
import { forgePress } from './helpers/hostile.ts';
import { publishNeed } from './helpers/need.ts';
import { claimAndConfirm } from './helpers/published.ts';

const EXPERT = 'U0ZJ0006';
const SECOND = 'U0ZJ0007';
let desk: Desk;

beforeAll(async () => {
  desk = await startDesk();
  await giveRole(desk, 'U0BINHAI', { role: 'district', districts: ['binhai'] });
  await giveRole(desk, 'U0ALICE', { role: 'bureau' });
  await registerVerified(desk, EXPERT);
  await registerVerified(desk, SECOND, { name: '田若川' });
  const need = await publishNeed(desk, { service_start: '2013-10-29', service_end: '2013-11-05' });
  await claimAndConfirm(desk, EXPERT);
  await claimAndConfirm(desk, SECOND);
  await forgePress(desk, EXPERT, 'file_report', need);
  await submit(EXPERT, {
    service_end: '2013-10-31',
    summary: '第一天 <b>&',
    trained_persons: '12',
    days: '2.5',
  });
  await submit(EXPERT, {});
  await desk.as(EXPERT).closeModal({ all: true });
  await forgePress(desk, 'U0HOST', 'confirm_report', (await theReport()).id);
});

afterAll(async () => {
  expect(desk.workspace.violations).toEqual([]);
  await desk.close();
});

async function submit(user: string, values: Record<string, string | null>): Promise<void> {
  await desk.as(user).submit(values);
  await desk.settle();
}

const theReport = () => desk.db.selectFrom('report').selectAll().executeTakeFirstOrThrow();
const listRecords = () => desk.db.selectFrom('record').selectAll().orderBy('leaf').execute();
const listLeaves = () => desk.db.selectFrom('record_leaf').selectAll().orderBy('index').execute();

async function read(path: string, headers: Record<string, string> = {}) {
  const answer = await fetch(`${desk.appUrl}${path}`, { headers });
  return { status: answer.status, text: await answer.text(), headers: answer.headers };
}

test('When a report is accepted, Then each of its experts has a record, whose page says what the paper says', async () => {
  expect(await listRecords()).toEqual([]);
  await forgePress(desk, 'U0BINHAI', 'accept_report', (await theReport()).id);
  const records = await listRecords();
  expect(records.map(({ number }) => number)).toEqual(['FW-2013-000001', 'FW-2013-000002']);
  const [first] = records;
  const page = await read(`/records/${first?.code}`);
  console.log(page.text, await listLeaves());
});

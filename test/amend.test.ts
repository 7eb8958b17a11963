import { afterEach, beforeEach, expect, test } from 'vitest';
import { readDigest } from '../src/digests/repository.ts';
import { findProgramme } from '../src/programme/repository.ts';
import { type Desk, giveRole, registerVerified, startDesk } from './helpers/desk.ts';
import { walksOf } from './helpers/scenes.ts';

const walkOnce = walksOf(import.meta.filename);

let desk: Desk;
let second = '';

/** An accepted report of a clinic week: BG-2013-0001, 530 people served, by one expert. */
beforeEach(async () => {
  desk = await startDesk();
  await giveRole(desk, 'U0BINHAI', { role: 'district', districts: ['binhai'] });
  await registerVerified(desk, 'U0ZJ0006');
  second = await registerVerified(desk, 'U0ZJ0007', { name: '田若川' });
  await walkOnce(desk, 'an accepted report', fileAndAccept);
});
afterEach(async () => {
  expect(desk.workspace.violations).toEqual([]);
  await desk.close();
});

async function fileAndAccept(): Promise<void> {
  await desk.as('U0ZJ0006').globalShortcut('file_report');
  await desk.settle();
  await submit('U0ZJ0006', {
    ...{ title: '义诊周', districts: ['binhai'], service_start: '2013-10-12', service_end: '2013-10-13' },
    ...{ service_persons: '530', summary: '义诊' },
  });
  await submit('U0ZJ0006', { next_steps: '下月复诊' });
  await desk.as('U0ZJ0006').closeModal({ all: true });
  await pressDm('U0BINHAI', 'accept_report');
}

async function submit(user: string, values: Record<string, string | string[] | null> = {}) {
  await desk.as(user).submit(values);
  await desk.settle();
}

async function pressDm(user: string, actionId: string) {
  const dm = desk.as(user).dms.findLast(({ blocks }) => JSON.stringify(blocks).includes(`"${actionId}"`));
  if (!dm) throw new Error(`${user} has no message with ${actionId}`);
  await desk.as(user).press(dm, actionId);
  await desk.settle();
}

/** The author opens the form from the list of own reports, and asks for another figure. */
async function askFor(figure: string, reason = '漏计一天') {
  const author = desk.as('U0ZJ0006');
  await author.command('/expert-report');
  await desk.settle();
  await author.press(author.ephemerals.at(-1) as never, 'amend_report');
  await desk.settle();
  await submit('U0ZJ0006', { service_persons: figure });
  await submit('U0ZJ0006', { reason });
  await author.closeModal({ all: true });
}

const report = () => desk.db.selectFrom('report').selectAll().executeTakeFirstOrThrow();
const versions = () => desk.db.selectFrom('report_version').selectAll().orderBy('version').execute();
const words = (user: string) => desk.as(user).dms.at(-1)?.text ?? '';
const screenOf = (user: string) => JSON.stringify(desk.as(user).views.at(-1) ?? {});

async function totals() {
  const programme = await findProgramme(desk.db, desk.workspace.teamId);
  if (!programme) throw new Error('no programme');
  const { experts, totals: sums } = await readDigest(desk.db, programme, desk.clock.now());
  return { experts, served: sums.service_persons };
}

test('When a coordinator amends, Then at once under the same number, with the reason, and the totals follow', async () => {
  await pressDm('U0BINHAI', 'amend_report');
  expect(screenOf('U0BINHAI')).toContain('BG-2013-0001');
  const { id: first } = await desk.db
    .selectFrom('expert')
    .select('id')
    .where('user_id', '=', 'U0ZJ0006')
    .executeTakeFirstOrThrow();
  const [form] = desk.as('U0BINHAI').views;
  if (form) await desk.as('U0BINHAI').suggest(form, { blockId: 'experts', query: '田若川' });
  await submit('U0BINHAI', { service_persons: '350', experts: [first, second] });
  expect(screenOf('U0BINHAI')).toContain('下月复诊');
  await submit('U0BINHAI', { reason: '   ' });
  expect(desk.as('U0BINHAI').errors).toHaveProperty('reason');
  await submit('U0BINHAI', { reason: '与签到表核对' });
  expect(await report()).toMatchObject({
    ...{ number: 'BG-2013-0001', state: 'accepted', version: 2, next_steps: '下月复诊' },
    metrics: { service_persons: 350 },
  });
  const [old] = await versions();
  expect(old).toMatchObject({ version: 1, outcome: 'accepted', reason: '与签到表核对' });
  expect(old?.content).toMatchObject({ metrics: { service_persons: 530 }, expertIds: [first] });
  expect(await totals()).toEqual({ experts: 2, served: 350 });
  for (const user of ['U0ZJ0006', 'U0ZJ0007'])
    expect(words(user)).toMatch(/BG-2013-0001.*已由滨海新区联络员更正.*与签到表核对/);
  const act = await desk.db
    .selectFrom('audit')
    .selectAll()
    .where('act', '=', 'amend_report')
    .orderBy('id')
    .execute();
  expect(act).toMatchObject([{ actor: 'U0BINHAI', on_behalf_of: 'author' }]);
});

test('When its author asks, Then it counts as it was until the coordinator accepts what is shown', async () => {
  await askFor('560');
  expect(await totals()).toEqual({ experts: 1, served: 530 });
  expect(await report()).toMatchObject({ state: 'accepted', version: 1, amendment_reason: '漏计一天' });
  expect(words('U0BINHAI')).toMatch(/530.*漏计一天.*560/s);
  await desk.as('U0BINHAI').openHome();
  await desk.settle();
  expect(JSON.stringify(desk.as('U0BINHAI').home?.blocks)).toContain('漏计一天');

  await pressDm('U0BINHAI', 'accept_report');
  expect(await totals()).toEqual({ experts: 1, served: 560 });
  expect(await report()).toMatchObject({ version: 2, amendment: null, amendment_at: null });
  expect(await versions()).toMatchObject([{ version: 1, reason: '漏计一天' }]);
  expect(words('U0ZJ0006')).toContain('已由滨海新区联络员更正');
  expect(JSON.stringify(desk.as('U0BINHAI').home?.blocks)).not.toContain('漏计一天');
  expect(JSON.stringify(desk.as('U0BINHAI').dms)).not.toContain('"accept_report"');
});

test('When the coordinator declines it, Then nothing moves and the author reads why', async () => {
  await askFor('5600');
  await pressDm('U0BINHAI', 'return_report');
  await submit('U0BINHAI', { reason: '没有依据' });
  expect(await report()).toMatchObject({ state: 'accepted', version: 1, amendment: null });
  expect(await versions()).toEqual([]);
  expect(words('U0ZJ0006')).toMatch(/未被采纳.*没有依据/);
});

test('When the coordinator opens what is asked for, Then it stands in the form and can be put right', async () => {
  await askFor('5600');
  await pressDm('U0BINHAI', 'amend_report');
  expect(screenOf('U0BINHAI')).toContain('"5600"');
  await submit('U0BINHAI', { service_persons: '560' });
  expect(screenOf('U0BINHAI')).toContain('漏计一天');
  await submit('U0BINHAI');
  expect(await totals()).toEqual({ experts: 1, served: 560 });
  expect(await report()).toMatchObject({ version: 2, amendment: null });
});

test('When it was amended meanwhile, Then the late window changes nothing and says so', async () => {
  await pressDm('U0BINHAI', 'amend_report');
  await submit('U0BINHAI', { service_persons: '1' });
  await askFor('560');
  await giveRole(desk, 'U0WUQING', { role: 'district', districts: ['binhai'] });
  await desk.as('U0WUQING').command('/expert-report');
  await desk.settle();
  await desk.as('U0WUQING').press(desk.as('U0WUQING').ephemerals.at(-1) as never, 'accept_report');
  await desk.settle();
  await submit('U0BINHAI', { reason: '核对' });
  expect(screenOf('U0BINHAI')).toContain('现在不能修改');
  expect(await totals()).toEqual({ experts: 1, served: 560 });
  expect(await versions()).toHaveLength(1);
});

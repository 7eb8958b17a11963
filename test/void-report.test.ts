import { afterEach, beforeEach, expect, test } from 'vitest';
import { countActs } from '../src/digests/acts.ts';
import { readDigest } from '../src/digests/repository.ts';
import { findProgramme } from '../src/programme/repository.ts';
import { type Desk, giveRole, registerVerified, startDesk } from './helpers/desk.ts';
import { forgePress } from './helpers/hostile.ts';
import { publishNeed } from './helpers/need.ts';
import { claimAndConfirm } from './helpers/published.ts';

const EXPERT = 'U0ZJ0006';
let desk: Desk;

/** One service, reported, confirmed and accepted. */
beforeEach(async () => {
  desk = await startDesk();
  await giveRole(desk, 'U0BINHAI', { role: 'district', districts: ['binhai'] });
  await giveRole(desk, 'U0ALICE', { role: 'bureau' });
  await registerVerified(desk, EXPERT);
  const need = await publishNeed(desk, { service_start: '2013-10-30', service_end: '2013-11-05' });
  await claimAndConfirm(desk, EXPERT);
  await forgePress(desk, EXPERT, 'file_report', need);
  await submit(EXPERT, { service_end: '2013-10-31', summary: '第一天', trained_persons: '12' });
  await submit(EXPERT, {});
  await desk.as(EXPERT).closeModal({ all: true });
  const report = await theReport();
  await forgePress(desk, 'U0HOST', 'confirm_report', report.id);
  await forgePress(desk, 'U0BINHAI', 'accept_report', report.id);
  expect(await theReport()).toMatchObject({ state: 'accepted' });
});

afterEach(async () => {
  expect(desk.workspace.violations).toEqual([]);
  await desk.close();
});

async function submit(user: string, values: Record<string, string | null>): Promise<void> {
  await desk.as(user).submit(values);
  await desk.settle();
}

const theReport = () => desk.db.selectFrom('report').selectAll().executeTakeFirstOrThrow();
const theClaim = () => desk.db.selectFrom('claim').selectAll().executeTakeFirstOrThrow();
const onTop = (user: string) => JSON.stringify(desk.as(user).views.at(-1) ?? {});

test('When two void a report at once, Then one does, its figures are gone, and its people read why', async () => {
  const { id } = await theReport();
  expect((await theClaim()).reported).toBe(true);
  await forgePress(desk, 'U0BINHAI', 'void_report', id);
  await forgePress(desk, 'U0ALICE', 'void_report', id);
  await submit('U0BINHAI', { reason: ' ' });
  expect(desk.as('U0BINHAI').errors.reason).toBeTruthy();
  for (const user of ['U0BINHAI', 'U0ALICE']) desk.as(user).fill({ reason: '与去年的活动重复' });
  await Promise.all(['U0BINHAI', 'U0ALICE'].map((user) => desk.as(user).submit({})));
  await desk.settle();
  const said = [onTop('U0BINHAI'), onTop('U0ALICE')].join();
  expect(said).toMatch(/已作废，不再计入统计|is voided and counts no more/);
  const done = await desk.db
    .selectFrom('audit')
    .select('act')
    .where('act', '=', 'void_report')
    .orderBy('id')
    .execute();
  expect(done).toHaveLength(1);
  expect(await theReport()).toMatchObject({
    state: 'voided',
    reason: '与去年的活动重复',
    number: 'BG-2013-0001',
  });
  expect((await theClaim()).reported).toBe(false);
  const told = desk.as(EXPERT).dms.filter(({ text }) => text.includes('作废'));
  expect(told).toHaveLength(1);
  expect(told[0]?.text).toContain('与去年的活动重复');
  for (const user of ['U0BINHAI', 'U0ALICE']) await desk.as(user).closeModal();

  await desk.as('U0ALICE').command('/expert-digest');
  await desk.settle();
  const digest = JSON.stringify(desk.as('U0ALICE').ephemerals.map(({ blocks }) => blocks));
  expect(digest).toContain('0 of 300');
  // An old button says what is.
  const late = await forgePress(desk, 'U0BINHAI', 'amend_report', id);
  expect(late.text).toContain('已作废');
});

test('When somebody voids who may not, Then not, and it is on record', async () => {
  const { id } = await theReport();
  for (const user of [EXPERT, 'U0HOST', 'U0ZJ0007']) await forgePress(desk, user, 'void_report', id);
  const refused = await desk.db
    .selectFrom('audit')
    .select('actor')
    .where('act', '=', 'void_report')
    .where('outcome', '=', 'refused')
    .orderBy('id')
    .execute();
  expect(refused).toHaveLength(3);
  expect(await theReport()).toMatchObject({ state: 'accepted' });
});

test('When a duplicate is named, Then it is found by what is typed, and kept with it', async () => {
  const { id, team_id } = await theReport();
  const row = await theReport();
  await desk.db
    .insertInto('report')
    .values({ ...row, id: 'another', number: 'BG-2013-0002', title: '另一份同样的报告', amendment: null })
    .execute();
  await forgePress(desk, 'U0BINHAI', 'void_report', id);
  const view = desk.as('U0BINHAI').views.at(-1);
  if (!view) throw new Error('no form');
  const { groups } = await desk.as('U0BINHAI').suggest(view, { blockId: 'duplicate_of', query: '0002' });
  expect(JSON.stringify(groups)).toContain('另一份同样的报告');
  await submit('U0BINHAI', { reason: '重复', duplicate_of: 'another' });
  const voided = await desk.db
    .selectFrom('report')
    .selectAll()
    .where('team_id', '=', team_id)
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  expect(voided).toMatchObject({ state: 'voided', duplicate_of: 'another' });
});

/** The coordinator voids it; what stands on their screen then has the button that takes it back. */
async function voidIt(user: string): Promise<void> {
  await forgePress(desk, user, 'void_report', (await theReport()).id);
  await submit(user, { reason: '误采纳' });
}

async function undo(user: string): Promise<string> {
  const view = desk.as(user).views.at(-1);
  if (!view) throw new Error(`${user} has no answer on screen`);
  await desk.as(user).press(view, 'undo');
  await desk.settle();
  const said = onTop(user);
  await desk.as(user).closeModal({ all: true });
  return said;
}

const totals = async () => {
  const programme = await findProgramme(desk.db, desk.workspace.teamId);
  if (!programme) throw new Error('there is no year');
  const { experts, totals: sums } = await readDigest(desk.db, programme, desk.clock.now());
  return { experts, trained: sums.trained_persons ?? 0 };
};

const toldActs = async () => {
  const programme = await findProgramme(desk.db, desk.workspace.teamId);
  if (!programme) throw new Error('there is no year');
  const between = { after: Temporal.Instant.from('2013-10-01T00:00:00Z'), until: desk.clock.now() };
  return countActs(desk.db, programme, between, {});
};

test('When who voided it takes that back, Then it counts again, its people are told, and the digest says nothing of it', async () => {
  await desk.as(EXPERT).openHome();
  await desk.as('U0BINHAI').openHome();
  await desk.settle();
  const home = (user: string) => JSON.stringify(desk.as(user).home?.blocks);
  const before = await theReport();
  expect(await totals()).toEqual({ experts: 1, trained: 12 });
  await voidIt('U0BINHAI');
  expect(await totals()).toEqual({ experts: 0, trained: 0 });
  expect(await toldActs()).toEqual([{ act: 'void_report', n: 1 }]);
  // The service is owed a report again.
  expect(home(EXPERT)).toContain('服务已开始或结束，请填写报告');
  const { id } = await desk.db
    .selectFrom('audit')
    .select('id')
    .where('act', '=', 'void_report')
    .executeTakeFirstOrThrow();
  expect((await forgePress(desk, 'U0ALICE', 'undo', String(id))).text).toContain(
    'Only the person who did it',
  );

  expect(await undo('U0BINHAI')).toContain('BG-2013-0001 的作废已撤回，重新计入统计');
  expect(await theReport()).toEqual({ ...before, changed_at: expect.anything() });
  expect((await theClaim()).reported).toBe(true);
  expect(await totals()).toEqual({ experts: 1, trained: 12 });
  expect(await toldActs()).toEqual([]);
  expect(desk.as(EXPERT).dms.at(-1)?.text).toContain('作废已撤回');
  expect(home(EXPERT)).not.toContain('服务已开始或结束，请填写报告');
  expect(home('U0BINHAI')).toContain('已采纳，计入统计');
  expect((await forgePress(desk, 'U0BINHAI', 'undo', String(id))).text).toContain('已经撤回过了');
});

test('When the service was reported anew or acted on since, Then the void stands', async () => {
  await voidIt('U0BINHAI');
  const { demand_id: need } = await theReport();
  await forgePress(desk, EXPERT, 'file_report', need ?? '');
  await submit(EXPERT, { service_end: '2013-10-31', summary: '第一天，重报' });
  await submit(EXPERT, {});
  await desk.as(EXPERT).closeModal({ all: true });
  expect(await undo('U0BINHAI')).toContain('已另行填报或办理');
  const states = await desk.db.selectFrom('report').select('state').orderBy('number').execute();
  expect(states).toEqual([{ state: 'voided' }, { state: 'submitted' }]);
});

test('When the expert is said not to have come since, Then the void stands, and an English reader reads why', async () => {
  await forgePress(desk, 'U0ALICE', 'void_report', (await theReport()).id);
  await submit('U0ALICE', { reason: 'by mistake' });
  await forgePress(desk, 'U0HOST', 'report_no_show', (await theClaim()).id);
  await submit('U0HOST', { reason: '没有来' });
  expect(await undo('U0ALICE')).toContain('reported anew or acted on since');
  expect(await totals()).toEqual({ experts: 0, trained: 0 });
  expect((await theClaim()).reported).toBe(false);
});

import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Desk, giveRole, REGISTRATION, registerVerified, startDesk } from './helpers/desk.ts';
import { forgePress } from './helpers/hostile.ts';
import { pressAtHome, pressNewest, submitTo, textOf, undoLast, type Values } from './helpers/published.ts';

/** A coordinator of agriculture, of the bureau, and an English one of the bureau. */
const [RECORDER, BUREAU, ALICE] = ['U0WUQING', 'U0BUREAU', 'U0ALICE'] as const;
const { home_unit_user: _, ...PERSON } = { home_unit_user: '', ...REGISTRATION };
const ACADEMICIAN = {
  ...PERSON,
  ...{ name: '丁老', employer: '津沽农学院', system: 'agriculture', phone: '022-0000-2201' },
};

let desk: Desk;

beforeEach(async () => {
  desk = await startDesk();
  await giveRole(desk, RECORDER, { role: 'system', systems: ['agriculture'] });
});
afterEach(async () => {
  expect(desk.workspace.violations).toEqual([]);
  await desk.close();
});

const press = (user: string, action: string) => pressNewest(desk, user, action);
const modalOf = (user: string) => textOf(desk.as(user).views.at(-1)?.blocks);
const lastDm = (user: string) => textOf(desk.as(user).dms.at(-1)?.blocks);
const errorsOf = (user: string) => desk.as(user).errors;
const experts = () =>
  desk.db.selectFrom('expert').selectAll().orderBy('registered_at').orderBy('name').execute();
const idOf = async (name: string) => (await experts()).find((one) => one.name === name)?.id ?? '';

/** Whatever is open. */
async function closeAll(user: string): Promise<void> {
  if (desk.as(user).views.length > 0) await desk.as(user).closeModal({ all: true });
}

async function record(user: string, values: Values = {}): Promise<void> {
  await closeAll(user);
  await pressAtHome(desk, user, 'record_expert');
  await submitTo(desk, user, { ...ACADEMICIAN, evidence: '单位推荐函 2013-9', ...values });
}

test('When two people without an account are recorded, Then each is a row of their own, and nobody’s account is theirs', async () => {
  await registerVerified(desk, BUREAU);
  const before = (await experts())[0];
  await record(RECORDER);
  expect(modalOf(RECORDER)).toContain('丁老 已登记，由另一位联络员核实');
  await record(RECORDER, { name: '文老' });
  const rows = await experts();
  expect(rows).toHaveLength(3);
  expect(rows.find(({ id }) => id === before?.id)).toEqual(before);
  for (const name of ['丁老', '文老'])
    expect(rows.find((one) => one.name === name)).toMatchObject({
      ...{ user_id: null, recorded_by: RECORDER, state: 'registered', evidence: '单位推荐函 2013-9' },
    });
});

test('When somebody is recorded, Then another one verifies them, and the recorder hears what became of it', async () => {
  await record(RECORDER);
  const id = await idOf('丁老');
  expect(lastDm(BUREAU)).toContain('单位推荐函 2013-9');
  expect(desk.as(RECORDER).dms.filter(({ text }) => text.includes('待核实'))).toEqual([]);
  expect((await forgePress(desk, RECORDER, 'verify_expert', id)).text).toContain('不能由您自己办理');
  await press(BUREAU, 'return_registration');
  await submitTo(desk, BUREAU, { reason: '请补充职称' });
  expect(modalOf(BUREAU)).toContain('代为登记的联络员会收到通知');
  await closeAll(BUREAU);
  expect(lastDm(RECORDER)).toContain('请补充职称');
  await press(RECORDER, 'record_expert');
  await submitTo(desk, RECORDER, { specialty: '水稻育种' });
  expect(await experts()).toMatchObject([{ id, specialty: '水稻育种', state: 'registered', user_id: null }]);
  await closeAll(RECORDER);
  await press(BUREAU, 'verify_expert');
  // There is nobody else to tell: the expert has no account.
  expect(textOf(desk.as(BUREAU).ephemerals.at(-1)?.blocks)).toContain('代为登记的联络员会收到通知');
  expect((await experts())[0]).toMatchObject({ state: 'verified', verified_by: BUREAU });
  expect(lastDm(RECORDER)).toContain('您代为登记的专家 丁老 已核实');
  expect((await forgePress(desk, RECORDER, 'record_expert', id)).text).toContain('不能在这里修改');
});

test('When an academician without an account is named in a report, Then they are one of the 300', async () => {
  await giveRole(desk, 'U0BINHAI', { role: 'district', districts: ['binhai'] });
  await record(RECORDER);
  await press(BUREAU, 'verify_expert');
  await closeAll(BUREAU);
  const author = desk.as('U0BINHAI');
  await author.globalShortcut('file_report');
  await desk.settle();
  const form = author.views.at(-1);
  if (!form) throw new Error('no form');
  await author.suggest(form, { blockId: 'experts', query: '丁老' });
  await submitTo(desk, 'U0BINHAI', {
    ...{ demand: 'none', title: '田间指导', action_line: 'other', districts: ['binhai'], place: '试验田' },
    ...{ service_start: '2013-10-12', service_end: '2013-10-12', experts: [await idOf('丁老')] },
    summary: '指导一次',
  });
  await submitTo(desk, 'U0BINHAI', {});
  await closeAll('U0BINHAI');
  await press(BUREAU, 'accept_report');
  await desk.as(BUREAU).openHome();
  await desk.settle();
  expect(textOf(desk.as(BUREAU).home?.blocks)).toContain('服务专家 1 / 300');
});

test('When somebody of that name at that employer is there, Then it is asked once whether it is another person', async () => {
  await record(RECORDER);
  await record(RECORDER);
  expect(modalOf(RECORDER)).toContain('已有同名专家：丁老（津沽农学院）');
  expect(await experts()).toHaveLength(1);
  await submitTo(desk, RECORDER, {});
  expect(await experts()).toHaveLength(1);
  await submitTo(desk, RECORDER, { confirm: ['yes'] });
  expect(await experts()).toHaveLength(2);
});

test('When something is wrong, Then it stands under its field, and what was typed stays', async () => {
  await registerVerified(desk, 'U0ZJ0006');
  await record(RECORDER, { max_active_claims: '许多', account: RECORDER });
  expect(Object.keys(errorsOf(RECORDER))).toEqual(['max_active_claims']);
  await submitTo(desk, RECORDER, { max_active_claims: '3' });
  expect(errorsOf(RECORDER).account).toContain('专家登记');
  await submitTo(desk, RECORDER, { account: 'U0GONE' });
  expect(errorsOf(RECORDER).account).toContain('停用');
  await submitTo(desk, RECORDER, { account: 'U0ZJ0006' });
  expect(errorsOf(RECORDER).account).toContain('已经登记为专家');
  expect(await experts()).toHaveLength(1);
  await submitTo(desk, RECORDER, { account: null });
  expect((await experts()).find(({ name }) => name === '丁老')).toMatchObject({
    employer_id: expect.any(String),
  });
});

test('When a registration is linked to an account, Then it keeps everything, and can be taken back while it is unused', async () => {
  await registerVerified(desk, 'U0ZJ0006');
  await record(RECORDER);
  await press(BUREAU, 'verify_expert');
  await closeAll(BUREAU);
  const before = (await experts()).find(({ name }) => name === '丁老');
  const link = async (account: string) => {
    await closeAll(BUREAU);
    await press(BUREAU, 'link_expert');
    await submitTo(desk, BUREAU, { account });
  };
  await link('U0ZJ0006');
  expect(errorsOf(BUREAU).account).toContain('已经登记为专家');
  await link(RECORDER);
  expect(errorsOf(BUREAU).account).toContain('不能关联到您自己');
  await link('U0ZJ0007');
  expect((await experts()).find(({ name }) => name === '丁老')).toEqual({ ...before, user_id: 'U0ZJ0007' });
  expect(lastDm('U0ZJ0007')).toContain('您的账号已与专家 丁老（津沽农学院）关联');
  await undoLast(desk, BUREAU);
  expect((await experts()).find(({ name }) => name === '丁老')).toEqual(before);
  await link('U0ZJ0007');
  await desk.as('U0ZJ0007').command('/expert', 'register');
  await desk.settle();
  await submitTo(desk, 'U0ZJ0007', { phone: '022-0000-2202' });
  await undoLast(desk, BUREAU);
  expect((await experts()).find(({ name }) => name === '丁老')?.user_id).toBe('U0ZJ0007');
});

test('When an English coordinator records somebody, Then everything of it is English', async () => {
  await giveRole(desk, ALICE, { role: 'bureau' });
  await pressAtHome(desk, ALICE, 'record_expert');
  expect(modalOf(ALICE)).toContain('For an expert who has no Slack account');
  await submitTo(desk, ALICE, { ...ACADEMICIAN, name: 'Ding', employer: 'Farm College' });
  expect(modalOf(ALICE)).toContain('Ding is recorded; another coordinator verifies them.');
  await press(RECORDER, 'verify_expert');
  expect(lastDm(ALICE)).toContain('Ding, whom you recorded, is verified');
});

test('When somebody who coordinates nothing tries, Then not', async () => {
  const { text } = await forgePress(desk, 'U0HOST', 'record_expert', 'new');
  expect(text).toContain('联络员');
  expect(desk.as('U0HOST').views).toEqual([]);
});

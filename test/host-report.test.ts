import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Desk, giveRole, registerVerified, startDesk } from './helpers/desk.ts';
import { forgePress, forgeSubmit } from './helpers/hostile.ts';
import { publishNeed } from './helpers/need.ts';
import { claimAndConfirm } from './helpers/published.ts';
import { walksOf } from './helpers/scenes.ts';

const walkOnce = walksOf(import.meta.filename);

/** The host files for the experts who served, and an expert may object until it is accepted (decision 32). */
const EXPERT = 'U0ZJ0006';
const ENGLISH = 'U0ALICE';
const HOST = 'U0HOST';
const COORDINATOR = 'U0BINHAI';
const STRANGER = 'U0ZJ0007';

const WRITTEN = {
  ...{ title: '噪声诊断', action_line: 'tech_sme', districts: ['binhai'], summary: '已查明' },
  ...{ service_start: '2013-10-30', service_end: '2013-10-31' },
};

let desk: Desk;
let need = '';

/** Two experts are confirmed for a service that has begun, one of whom reads English; a third never claimed. */
beforeEach(async () => {
  desk = await startDesk();
  await giveRole(desk, COORDINATOR, { role: 'district', districts: ['binhai'] });
  await registerVerified(desk, EXPERT);
  await registerVerified(desk, ENGLISH, { name: '王爱丽' });
  await registerVerified(desk, STRANGER, { name: '田若川' });
  need = await publishNeed(desk, { service_start: '2013-10-30', service_end: '2013-11-05' });
  await walkOnce(desk, 'two confirmed', async () => {
    for (const user of [EXPERT, ENGLISH]) await claimAndConfirm(desk, user);
  });
});
afterEach(async () => {
  expect(desk.workspace.violations).toEqual([]);
  await desk.close();
});

const expertOf = (user: string) =>
  desk.db.selectFrom('expert').selectAll().where('user_id', '=', user).executeTakeFirstOrThrow();
const claimOf = async (user: string) =>
  desk.db
    .selectFrom('claim')
    .selectAll()
    .where('expert_id', '=', (await expertOf(user)).id)
    .executeTakeFirstOrThrow();
const report = () => desk.db.selectFrom('report').selectAll().executeTakeFirstOrThrow();
const lastDm = (user: string) => desk.as(user).dms.at(-1);
const textTo = (user: string) => lastDm(user)?.text ?? '';
const topOf = (user: string) => JSON.stringify(desk.as(user).views.at(-1) ?? {});
const buttonsTo = (user: string) =>
  [...JSON.stringify(lastDm(user)?.blocks ?? []).matchAll(/"action_id":"([a-z_]+)"/g)].map(([, id]) => id);

async function homeOf(user: string): Promise<string> {
  await desk.as(user).openHome();
  await desk.settle();
  return JSON.stringify(desk.as(user).home?.blocks);
}

async function submit(user: string, values: Record<string, string | string[] | null>): Promise<void> {
  await desk.as(user).submit(values);
  await desk.settle();
}

/** Presses on the newest message that has the button; with values, fills in the form that it opens. */
async function press(user: string, actionId: string, values?: Record<string, string>): Promise<void> {
  const dm = desk.as(user).dms.findLast(({ blocks }) => JSON.stringify(blocks).includes(`"${actionId}"`));
  if (!dm) throw new Error(`${user} has no message with ${actionId}`);
  await desk.as(user).press(dm, actionId);
  await desk.settle();
  if (values) await submit(user, values);
}

async function undo(user: string): Promise<string> {
  const view = desk.as(user).views.at(-1);
  if (!view) throw new Error(`${user} has no answer on screen`);
  await desk.as(user).press(view, 'undo');
  await desk.settle();
  const said = topOf(user);
  await desk.as(user).closeModal({ all: true });
  return said;
}

/** Through `/expert-report`, both steps. */
async function fileAsHost(first: Record<string, string | string[]> = {}): Promise<string> {
  await desk.as(HOST).command('/expert-report');
  await desk.settle();
  const shown = desk.as(HOST).ephemerals.at(-1);
  if (!shown) throw new Error('nothing was said');
  const block = shown.blocks.find((one) => JSON.stringify(one).includes(`"${need}"`));
  await desk.as(HOST).press(shown, 'file_report', { blockId: block?.block_id ?? '' });
  await desk.settle();
  await submit(HOST, { service_end: '2013-10-31', summary: '噪声降到71.5分贝', ...first });
  await submit(HOST, {});
  const said = topOf(HOST);
  await desk.as(HOST).closeModal({ all: true });
  return said;
}

const acts = async (act: string, outcome: 'done' | 'refused' = 'done') =>
  desk.db
    .selectFrom('audit')
    .select(['actor', 'on_behalf_of'])
    .where('act', '=', act)
    .where('outcome', '=', outcome)
    .orderBy('id')
    .execute();

describe('the host files for its experts', () => {
  test('When the service has begun, Then the host finds the way to it, and it counts as confirmed by the host', async () => {
    expect(await homeOf(HOST)).toContain('专家的服务已开始或结束，可以代填报告');
    expect(await homeOf(HOST)).toContain('代专家填写报告');
    const said = await fileAsHost();
    expect(said).toContain('报告 BG-2013-0001 已提交');
    expect(said).toContain('采纳前专家可以提出异议');
    expect(await report()).toMatchObject({
      state: 'host_confirmed',
      author: HOST,
      recorded_by: null,
      host_confirmed_by: HOST,
    });
    expect(await acts('file_report')).toEqual([{ actor: HOST, on_behalf_of: 'expert' }]);
    expect(await desk.db.selectFrom('report_expert').select('expert_id').execute()).toHaveLength(2);
    // Nobody is asked to confirm it, nor to report the same service.
    expect(JSON.stringify(desk.as(HOST).dms)).not.toContain('confirm_report');
    for (const user of [EXPERT, ENGLISH]) expect((await claimOf(user)).reported).toBe(true);
    expect(await homeOf(HOST)).not.toContain('代专家填写报告');

    expect(textTo(EXPERT)).toMatch(/受援单位代填了服务报告.*津滨锐驰.*噪声降到71.5分贝.*可以提出异议/s);
    expect(textTo(ENGLISH)).toMatch(/The host unit has filed a report for you.*you can object/s);
    expect(buttonsTo(EXPERT)).toEqual(['object_report']);
    expect(await homeOf(EXPERT)).toMatch(/受援单位代为填报，待联络员采纳.*object_report/);
    expect(buttonsTo(COORDINATOR)).toEqual(['accept_report', 'return_report']);
    expect(textTo(COORDINATOR)).toContain('受援单位代专家填报，视为已确认');

    await press(COORDINATOR, 'accept_report');
    expect((await report()).state).toBe('accepted');
    expect(
      desk
        .as(EXPERT)
        .dms.map(({ text }) => text)
        .join(),
    ).toContain('已采纳，计入统计');
    // The button has gone; whoever presses it late reads what it is now.
    expect(JSON.stringify(desk.as(EXPERT).dms)).not.toContain('object_report');
    const { id } = await report();
    expect((await forgePress(desk, EXPERT, 'object_report', id)).text).toContain('现在的状态：已采纳');
    expect((await forgePress(desk, ENGLISH, 'object_report', id)).text).toContain('accepted, it counts');
    expect((await report()).state).toBe('accepted');
  });

  test('When the form is opened, Then it names whom no report speaks of yet, and takes nobody else', async () => {
    await forgePress(desk, EXPERT, 'file_report', need);
    await submit(EXPERT, {
      experts: [(await expertOf(EXPERT)).id],
      service_end: '2013-10-31',
      summary: '我',
    });
    await submit(EXPERT, {});
    await desk.as(EXPERT).closeModal({ all: true });

    const { text } = await forgePress(desk, HOST, 'file_report', need);
    expect(text).toContain('王爱丽');
    expect(text).not.toContain('何知远');
    expect(text).toContain('您代专家填报，提交即视为受援单位已确认');
    const form = desk.as(HOST).views.at(-1);
    if (!form) throw new Error('no form');
    const all = JSON.stringify(await desk.as(HOST).suggest(form, { blockId: 'experts', query: '大学' }));
    expect(all).toContain('何知远');
    expect(all).not.toContain('田若川');
    const stranger = await expertOf(STRANGER);
    const { text: refused } = await forgeSubmit(desk, HOST, 'file_report', {
      metadata: { draftId: 'forged', reportId: '', step: '2', line: 'other', revision: '0' },
      values: { ...WRITTEN, demand: need, experts: [stranger.id] },
    });
    expect(refused).toContain('只能填写已确认为这条需求服务的专家');
    expect(await desk.db.selectFrom('report').select('id').execute()).toHaveLength(1);
  });

  test('When it is another unit’s need or none, Then the host may not', async () => {
    const { text } = await forgePress(desk, 'U0WUQING', 'file_report', need);
    expect(text).toContain('受援单位联系人');
    await forgePress(desk, HOST, 'file_report', need);
    await submit(HOST, { demand: 'none', service_end: '2013-10-31', summary: '自办' });
    expect(desk.as(HOST).errors.districts).toBeTruthy();
    expect(await acts('file_report')).toEqual([]);
    expect(await acts('file_report', 'refused')).toHaveLength(2);
  });
});

describe('an expert objects to what the host filed', () => {
  test('When one objects, Then host and coordinator read why, it waits for the host alone, and mended it goes on', async () => {
    await fileAsHost();
    await press(EXPERT, 'object_report');
    expect(topOf(EXPERT)).toContain('"block_id":"reason"');
    await submit(EXPERT, { reason: '   ' });
    expect(desk.as(EXPERT).errors).toHaveProperty('reason');
    await submit(EXPERT, { reason: '只去了半天' });
    expect(topOf(EXPERT)).toContain('已把您的意见转给受援单位和联络员');
    await desk.as(EXPERT).closeModal({ all: true });
    expect(await report()).toMatchObject({ state: 'objected', reason: '只去了半天', author: HOST });
    expect(await acts('object_report')).toEqual([{ actor: EXPERT, on_behalf_of: null }]);

    expect(textTo(HOST)).toContain('专家对您代填的报告 BG-2013-0001');
    expect(textTo(HOST)).toContain('只去了半天');
    expect(buttonsTo(HOST)).toEqual(['file_report']);
    expect(textTo(COORDINATOR)).toContain('专家对受援单位代填的报告有异议：只去了半天');
    expect(buttonsTo(COORDINATOR)).toEqual(['override_host', 'return_report']);
    // It waits for acceptance no more, and nobody is asked to confirm it: it is the host's to mend.
    const { id } = await report();
    const late = await forgePress(desk, COORDINATOR, 'accept_report', id);
    expect(late.text).toContain('专家有异议。如需直接采纳');
    for (const user of [HOST, COORDINATOR])
      expect((await forgePress(desk, user, 'confirm_report', id)).text).toContain('专家有异议');
    expect((await report()).state).toBe('objected');
    expect(await homeOf(EXPERT)).not.toMatch(/confirm_report|object_report|服务已开始或结束/);
    expect(await homeOf(HOST)).toMatch(/服务报告需要修改.*专家有异议：只去了半天/);
    await press(HOST, 'file_report');
    expect(topOf(HOST)).toContain('只去了半天');
    await submit(HOST, { days: '半天' });
    await submit(HOST, {});
    await desk.as(HOST).closeModal({ all: true });
    expect(await report()).toMatchObject({
      ...{ state: 'host_confirmed', version: 2, author: HOST, host_confirmed_by: HOST, reason: null },
    });
    expect(textTo(EXPERT)).toMatch(/0\.5 天.*可以提出异议/s);
    expect(buttonsTo(COORDINATOR)).toEqual(['accept_report', 'return_report']);
    await press(COORDINATOR, 'accept_report');
    expect((await report()).state).toBe('accepted');
  });

  test('When the host leaves it, Then the host is reminded of it, and nobody else', async () => {
    await fileAsHost();
    await press(EXPERT, 'object_report', { reason: '只去了半天' });
    for (const moment of ['05', '07', '13', '20']) await desk.look(`2013-11-${moment}T10:00:00+08:00`);
    expect(textTo(HOST)).toContain('报告已退回，请修改后重新提交');
    for (const user of [EXPERT, ENGLISH])
      expect(JSON.stringify(desk.as(user).dms)).not.toMatch(/confirm_report|"file_report"/);
  });

  test('When an English expert objects, Then it is said in English, and can be taken back while nobody acted', async () => {
    await fileAsHost();
    await press(ENGLISH, 'object_report', { reason: 'It was one day, not two' });
    expect(topOf(ENGLISH)).toContain('Your objection goes to the host unit and the coordinator.');
    // The other expert has nothing left to object to.
    const { id } = await report();
    expect((await forgePress(desk, EXPERT, 'object_report', id)).text).toContain('现在的状态：专家有异议');
    expect(await undo(ENGLISH)).toContain('The objection to report BG-2013-0001 was taken back');
    expect(await report()).toMatchObject({ state: 'host_confirmed', reason: null });
    expect(textTo(HOST)).toContain('对报告 BG-2013-0001 的异议已撤回');
    expect(JSON.stringify(desk.as(EXPERT).dms)).toContain('object_report');
    expect(buttonsTo(COORDINATOR)).toEqual(['accept_report', 'return_report']);

    await press(ENGLISH, 'object_report', { reason: 'It was one day, not two' });
    await forgePress(desk, COORDINATOR, 'override_host', id);
    expect(topOf(COORDINATOR)).toContain('专家有异议。理由会保留在记录中');
    await submit(COORDINATOR, { reason: '签到表为两天' });
    expect(await undo(ENGLISH)).toContain('滨海新区联络员 has acted since');
    expect(await report()).toMatchObject({ state: 'accepted', override_reason: '签到表为两天' });
  });

  test('When the host takes its own objection back, Then it is asked to confirm again', async () => {
    await forgePress(desk, EXPERT, 'file_report', need);
    await submit(EXPERT, { service_end: '2013-10-31', summary: '第一天' });
    await submit(EXPERT, {});
    await desk.as(EXPERT).closeModal({ all: true });
    await press(HOST, 'object_report', { reason: '只来了一人' });
    expect(await undo(HOST)).toContain('对报告 BG-2013-0001 的异议已撤回');
    expect(await report()).toMatchObject({ state: 'submitted', reason: null });
    expect(textTo(EXPERT)).toContain('异议已撤回');
    expect(buttonsTo(HOST)).toEqual(['confirm_report', 'object_report']);
  });

  test('When somebody else objects, Then not, on record: strangers, the host itself, and experts to their own', async () => {
    await fileAsHost();
    const { id } = await report();
    for (const user of [STRANGER, HOST, 'U0WUQING', 'U0GUEST'])
      expect((await forgePress(desk, user, 'object_report', id)).text).toMatch(/专家本人/);
    expect(await acts('object_report', 'refused')).toHaveLength(4);
    expect((await report()).state).toBe('host_confirmed');
    await desk.db.deleteFrom('report_expert').execute();
    await desk.db.deleteFrom('report').execute();

    await forgePress(desk, EXPERT, 'file_report', need);
    await submit(EXPERT, { service_end: '2013-10-31', summary: '第一天' });
    await submit(EXPERT, {});
    await desk.as(EXPERT).closeModal({ all: true });
    const own = await report();
    for (const user of [EXPERT, ENGLISH]) await forgePress(desk, user, 'object_report', own.id);
    expect(await acts('object_report', 'refused')).toHaveLength(6);
    await forgePress(desk, HOST, 'confirm_report', own.id);
    for (const user of [EXPERT, ENGLISH]) await forgePress(desk, user, 'object_report', own.id);
    expect(await acts('object_report', 'refused')).toHaveLength(8);
    expect(await acts('object_report')).toEqual([]);
  });
});

describe('nobody has acted on it yet', () => {
  test('When the host corrects what it filed, Then its experts are told of the next version, and may object', async () => {
    await fileAsHost();
    const { id } = await report();
    await forgePress(desk, HOST, 'file_report', `report:${id}`);
    expect(topOf(HOST)).toContain('还没有人办理，可以更正');
    await submit(HOST, { summary: '噪声降到70分贝' });
    await submit(HOST, {});
    await desk.as(HOST).closeModal({ all: true });
    expect(await report()).toMatchObject({ state: 'host_confirmed', version: 2, host_confirmed_by: HOST });
    expect(textTo(EXPERT)).toContain('噪声降到70分贝');
    expect(buttonsTo(EXPERT)).toEqual(['object_report']);
  });

  test('When who filed it for the host coordinates the district as well, Then another accepts it', async () => {
    await giveRole(desk, HOST, { role: 'district', districts: ['binhai'] });
    await fileAsHost();
    const { id } = await report();
    expect((await forgePress(desk, HOST, 'accept_report', id)).text).toContain('滨海新区联络员');
    expect((await report()).state).toBe('host_confirmed');
    await forgePress(desk, COORDINATOR, 'accept_report', id);
    expect((await report()).state).toBe('accepted');
  });
});

import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Message } from '../src/playground/records.ts';
import {
  CHANNEL,
  type Desk,
  forgeClick,
  giveRole,
  REGISTRATION,
  registerVerified,
  startDesk,
} from './helpers/desk.ts';
import { forgePress } from './helpers/hostile.ts';
import { walksOf } from './helpers/scenes.ts';

const walkOnce = walksOf(import.meta.filename);

const NEED = {
  ...{ unit_name: '津滨锐驰传动科技有限公司', unit_type: 'tech_sme', districts: ['binhai'] },
  ...{
    action_line: 'tech_sme',
    title: 'RV减速器样机噪声超标问题诊断',
    expert_slots: '2',
    time_text: '11月中旬',
  },
  ...{ expert_requirement: '精密传动方向', place: '公司测试车间', description: '样机噪声达到78分贝。' },
  ...{ expected_outcome: '确定噪声来源', contact_name: '卢工', contact_phone: '022-0000-1001' },
};

let desk: Desk;

beforeEach(async () => {
  desk = await startDesk();
  await giveRole(desk, 'U0BINHAI', { role: 'district', districts: ['binhai'] });
});
afterEach(async () => {
  expect(desk.workspace.violations).toEqual([]);
  await desk.close();
});

/** Posts and publishes through the forms; returns the need's id. */
function publish(
  need: Record<string, string | string[]> = {},
  details: Record<string, string | string[]> = {},
): Promise<string> {
  return walkOnce(desk, `publish ${JSON.stringify([need, details])}`, () => walkToTheChannel(need, details));
}

async function walkToTheChannel(
  need: Record<string, string | string[]>,
  details: Record<string, string | string[]>,
): Promise<string> {
  const host = desk.as('U0HOST');
  await host.command('/expert-demand');
  await desk.settle();
  await host.submit({ ...NEED, ...need });
  await desk.settle();
  await host.submit(details);
  await desk.settle();
  await host.closeModal({ all: true });
  await press('U0BINHAI', 'publish_demand');
  const { id } = await desk.db
    .selectFrom('demand')
    .select('id')
    .orderBy('number', 'desc')
    .limit(1)
    .executeTakeFirstOrThrow();
  return id;
}

const dmWith = (userId: string, actionId: string): Message => {
  const dm = desk.as(userId).dms.findLast(({ blocks }) => JSON.stringify(blocks).includes(`"${actionId}"`));
  if (!dm) throw new Error(`${userId} has no message with ${actionId}`);
  return dm;
};

/** Presses the button on the newest direct message that has it. */
async function press(userId: string, actionId: string, message = dmWith(userId, actionId)): Promise<void> {
  await desk.as(userId).press(message, actionId);
  await desk.settle();
}

function claim(userId: string, card: Message = desk.lastCard()): Promise<void> {
  return walkOnce(desk, `claim ${userId} ${card.ts}`, async () => {
    await desk.as(userId).press(card, 'claim_slot');
    await desk.settle();
  });
}

/** Presses a button that opens a window, and submits it. */
async function submitAfter(
  userId: string,
  actionId: string,
  values: Record<string, string>,
  message?: Message,
): Promise<void> {
  await press(userId, actionId, message);
  await desk.as(userId).submit(values);
  await desk.settle();
}

const lastReply = (userId: string) => desk.as(userId).ephemerals.at(-1)?.text ?? '';
const wordsTo = (userId: string) =>
  desk
    .as(userId)
    .dms.map(({ text }) => text)
    .join('\n');
const screenOf = (userId: string) => JSON.stringify(desk.as(userId).views.at(-1) ?? {});
const claims = () => desk.db.selectFrom('claim').selectAll().orderBy('claimed_at').execute();
const lastClaim = async () => (await claims()).at(-1);
const slots = async () =>
  (await desk.db.selectFrom('slot').select('claim_id').execute()).filter(({ claim_id }) => claim_id !== null);
const notes = () =>
  desk.workspace
    .messages(CHANNEL)
    .filter(({ thread_ts, ts }) => thread_ts && thread_ts !== ts)
    .map(({ text }) => text);

describe('claiming', () => {
  test('When an expert clicks, Then a slot is held, the reply says what comes next, and the card shows it', async () => {
    await publish();
    await registerVerified(desk, 'U0ZJ0006', { home_unit_user: 'U0HOME' });
    await claim('U0ZJ0006');
    expect(lastReply('U0ZJ0006')).toContain('RL-2013-0001');
    expect(lastReply('U0ZJ0006')).toContain('下一步：由津沽大学同意');
    expect(await slots()).toHaveLength(1);
    expect(desk.lastCard().text).toContain('空缺 1，待确认 1');
    expect(wordsTo('U0HOME')).toContain('职级、工资福利、岗位保持不变');
    expect(wordsTo('U0HOME')).not.toContain('022-0000-1001');
    // The clicking expert has the reply and no message besides; the host is asked after the home unit.
    expect(wordsTo('U0ZJ0006')).not.toContain('RL-2013-0001');
    expect(wordsTo('U0HOST')).not.toContain('RL-2013-0001');
  });

  test('When the person can not claim, Then the refusal says why and what to do', async () => {
    await publish();
    await claim('U0ALICE');
    expect(lastReply('U0ALICE')).toContain('register as an expert first');
    expect(JSON.stringify(desk.as('U0ALICE').ephemerals.at(-1)?.blocks)).toContain('"register_expert"');

    const person = desk.as('U0ZJ0007');
    await person.command('/expert', 'register');
    await desk.settle();
    await person.submit({ ...REGISTRATION, name: '田若川' });
    await desk.settle();
    await claim('U0ZJ0007');
    expect(lastReply('U0ZJ0007')).toContain('正在核实');
    await submitAfter('U0BUREAU', 'return_registration', { reason: '请补充证书' });
    await claim('U0ZJ0007');
    expect(lastReply('U0ZJ0007')).toContain('请补充证书');

    await registerVerified(desk, 'U0ZJ0006', { max_active_claims: '0' });
    await claim('U0ZJ0006');
    expect(lastReply('U0ZJ0006')).toContain('暂停认领');
    expect(await claims()).toHaveLength(0);
  });

  test('When there is nothing left to claim, Then the refusal says which way', async () => {
    await publish({ expert_slots: '1' });
    await registerVerified(desk, 'U0ZJ0006');
    await registerVerified(desk, 'U0ZJ0007', { name: '田若川', max_active_claims: '1' });
    const card = structuredClone(desk.lastCard());
    await claim('U0ZJ0006', card);
    await claim('U0ZJ0006', card);
    expect(lastReply('U0ZJ0006')).toContain('您已认领');
    await claim('U0ZJ0007', card);
    expect(lastReply('U0ZJ0007')).toContain('刚刚由另一位专家认领');
    desk.clock.moveTo(Temporal.Instant.from('2013-10-31T10:05:00+08:00'));
    await claim('U0ZJ0007', card);
    expect(lastReply('U0ZJ0007')).toContain('名额已满');

    await publish({ title: '第二项' });
    await claim('U0ZJ0007');
    await publish({ title: '第三项' }, { claim_deadline: '2013-11-05' });
    await claim('U0ZJ0007');
    expect(lastReply('U0ZJ0007')).toContain('1 项，达到上限 1 项');
    const late = structuredClone(desk.lastCard());
    desk.clock.moveTo(Temporal.Instant.from('2013-11-06T00:00:00+08:00'));
    await claim('U0ZJ0006', late);
    expect(lastReply('U0ZJ0006')).toContain('已于11月5日截止');
    desk.clock.moveTo(Temporal.Instant.from('2013-12-01T10:00:00+08:00'));
    await claim('U0ZJ0006', late);
    expect(lastReply('U0ZJ0006')).toContain('服务已经结束');
    // The service of the one live claim is over as well: it no longer counts.
    await publish({ title: '第四项', time_text: '12月中旬' });
    await claim('U0ZJ0007');
    expect(lastReply('U0ZJ0007')).toContain('认领成功');
  });

  test('When the last slot was just taken by a confirmed expert, Then the name is said', async () => {
    await publish({ expert_slots: '1' }, { modes: ['instant'] });
    await press('U0BINHAI', 'grant_instant');
    await registerVerified(desk, 'U0ZJ0006', { home_unit_user: 'U0HOME' });
    await registerVerified(desk, 'U0ZJ0007', { name: '田若川' });
    const card = structuredClone(desk.lastCard());
    await claim('U0ZJ0006', card);
    expect(lastReply('U0ZJ0006')).toContain('022-0000-1001');
    expect(wordsTo('U0HOST')).toContain('022-0000-3006');
    await claim('U0ZJ0007', card);
    expect(lastReply('U0ZJ0007')).toContain('刚刚由何知远认领');
    // The paper follows.
    await press('U0HOME', 'give_consent');
    expect(await lastClaim()).toMatchObject({ state: 'confirmed' });
    expect(await desk.db.selectFrom('consent').select('kind').execute()).toEqual([{ kind: 'online' }]);
  });

  test('When the same click is delivered again, Then it has one effect and one answer', async () => {
    await publish();
    await registerVerified(desk, 'U0ZJ0006');
    await claim('U0ZJ0006');
    const delivery = desk.workspace.deliveries.findLast(({ kind }) => kind === 'block_actions');
    await desk.workspace.redeliver(delivery as never, 1);
    await desk.settle();
    expect(await claims()).toHaveLength(1);
    expect(desk.as('U0ZJ0006').ephemerals.filter(({ text }) => text.includes('RL-2013-'))).toHaveLength(1);
  });
});

describe('two consents', () => {
  beforeEach(async () => {
    await registerVerified(desk, 'U0ZJ0006', { home_unit_user: 'U0HOME' });
  });

  test('When home unit and host say yes, Then both read each other’s phone and the thread names the expert', async () => {
    await publish();
    await claim('U0ZJ0006');
    await press('U0HOME', 'give_consent');
    expect(lastReply('U0HOME')).toContain('已同意');
    expect(() => dmWith('U0HOME', 'give_consent')).toThrow();
    expect(wordsTo('U0ZJ0006')).toContain('单位已同意');
    expect(wordsTo('U0HOST')).not.toContain('022-0000-3006');

    await press('U0HOST', 'accept_expert');
    expect(lastReply('U0HOST')).toContain('022-0000-3006');
    expect(wordsTo('U0ZJ0006')).toContain('022-0000-1001');
    expect(desk.lastCard().text).toContain('已确认 1');
    expect(desk.lastCard().text).toContain('何知远');
    expect(notes()).toEqual(['何知远已确认服务。']);
    const acts = await desk.db
      .selectFrom('audit')
      .select(['act', 'actor', 'on_behalf_of'])
      .orderBy('id')
      .execute();
    expect(acts.slice(-3)).toEqual([
      { act: 'claim_slot', actor: 'U0ZJ0006', on_behalf_of: null },
      { act: 'give_consent', actor: 'U0HOME', on_behalf_of: null },
      { act: 'accept_expert', actor: 'U0HOST', on_behalf_of: null },
    ]);
  });

  test('When the home unit refuses, Then only coordinators read why, and the slot is free', async () => {
    await publish();
    await claim('U0ZJ0006');
    await submitAfter('U0HOME', 'refuse_consent', { reason: '期末教学任务重' });
    expect(await lastClaim()).toMatchObject({ state: 'home_unit_declined', live_no: null });
    expect(await slots()).toHaveLength(0);
    expect(wordsTo('U0ZJ0006')).toContain('单位这次未能同意');
    expect(wordsTo('U0ZJ0006')).not.toContain('期末');
    expect(wordsTo('U0BINHAI')).toContain('期末教学任务重');
    expect(desk.lastCard().text).toContain('空缺 2');
    expect(notes()).toEqual(['又空出一个名额，欢迎认领。']);
  });

  test('When the host chooses another, Then the expert reads it neutrally, and may claim again', async () => {
    await publish();
    await claim('U0ZJ0006');
    await press('U0HOME', 'give_consent');
    await submitAfter('U0HOST', 'decline_expert', { reason: '方向不符' });
    expect(await slots()).toHaveLength(0);
    expect(wordsTo('U0ZJ0006')).toContain('另有安排');
    expect(wordsTo('U0ZJ0006')).not.toContain('方向不符');
    await claim('U0ZJ0006');
    expect(lastReply('U0ZJ0006')).toContain('RL-2013-0002');
  });

  test('When a consent was withdrawn meanwhile, Then the late press reads what happened, by whom and when', async () => {
    await publish();
    await claim('U0ZJ0006');
    const request = structuredClone(dmWith('U0HOME', 'give_consent'));
    await submitAfter('U0ZJ0006', 'withdraw_claim', { reason: '行程冲突' }, replyOf('U0ZJ0006'));
    expect(screenOf('U0ZJ0006')).toContain('已撤回');
    await press('U0HOME', 'give_consent', request);
    expect(lastReply('U0HOME')).toContain('已撤回（办理人：何知远，2013年10月31日');
    await press('U0HOME', 'refuse_consent', request);
    expect(desk.as('U0HOME').views).toHaveLength(0);
    expect(await lastClaim()).toMatchObject({ state: 'withdrawn', reason: '行程冲突' });
    expect(await slots()).toHaveLength(0);
  });

  test('When a confirmed claim is withdrawn, Then host and coordinators read why and the slot opens again', async () => {
    await publish({ expert_slots: '1' });
    await claim('U0ZJ0006');
    await press('U0HOME', 'give_consent');
    await press('U0HOST', 'accept_expert');
    await submitAfter('U0ZJ0006', 'withdraw_claim', { reason: '   ' });
    expect(desk.as('U0ZJ0006').errors).toHaveProperty('reason');
    await desk.as('U0ZJ0006').submit({ reason: '因病住院' });
    await desk.settle();
    expect(wordsTo('U0HOST')).toContain('因病住院');
    expect(wordsTo('U0BINHAI')).toContain('因病住院');
    expect(notes()).toEqual(['何知远已确认服务。', '又空出一个名额，欢迎认领。']);
    await registerVerified(desk, 'U0ZJ0007', { name: '田若川' });
    await claim('U0ZJ0007');
    expect(lastReply('U0ZJ0007')).toContain('认领成功');
  });

  test('When a need is confidential, Then its text is shown once confirmed and to the expert alone', async () => {
    await publish({ title: '配方保密的改性试验' }, { confidential: ['yes'] });
    await claim('U0ZJ0006');
    expect(lastReply('U0ZJ0006')).not.toContain('配方保密');
    expect(wordsTo('U0HOME')).not.toContain('配方保密');
    await press('U0HOME', 'give_consent');
    expect(wordsTo('U0ZJ0006')).not.toContain('配方保密');
    await press('U0HOST', 'accept_expert');
    expect(wordsTo('U0ZJ0006')).toContain('配方保密的改性试验');
    expect(wordsTo('U0HOME')).not.toContain('配方保密');
    expect(notes()).toEqual(['一位专家已确认服务。']);
  });

  test('When the expert would consent for himself, or somebody forges a press, Then nothing moves and it is on record', async () => {
    await publish();
    await claim('U0ZJ0006');
    const { id = '' } = (await lastClaim()) ?? {};
    await giveRole(desk, 'U0ZJ0006', { role: 'bureau' });
    for (const user of ['U0ZJ0006', 'U0GUEST', 'U0GONE', 'U0ALICE', 'U0HOST'])
      await forgeClick(desk, user, 'give_consent', id);
    for (const user of ['U0HOME', 'U0GUEST', 'U0GONE']) await forgeClick(desk, user, 'accept_expert', id);
    await forgeClick(desk, 'U0ZJ0007', 'withdraw_claim', id);
    await forgeClick(desk, 'U0HOME', 'give_consent', 'no-such-claim');
    await forgeClick(desk, 'U0HOME', 'give_consent', id, 'T0ELSEWHERE');
    expect(await claims()).toMatchObject([{ state: 'home_unit_pending' }]);
    expect(desk.as('U0ZJ0007').views).toHaveLength(0);
    const refused = await desk.db
      .selectFrom('audit')
      .select('actor')
      .where('outcome', '=', 'refused')
      .orderBy('id')
      .execute();
    expect(refused).toHaveLength(9);
  });
});

describe('on behalf of people who are not on Slack', () => {
  beforeEach(async () => {
    await registerVerified(desk, 'U0ZJ0006');
    await publish();
    await claim('U0ZJ0006');
  });

  test('When a phone call is recorded and the letter follows, Then both are kept and the record says who did it', async () => {
    await submitAfter('U0BINHAI', 'record_consent', { kind: 'letter', date: '2013-10-30' });
    expect(desk.as('U0BINHAI').errors).toEqual({ document_no: expect.stringContaining('文号') });
    await desk.as('U0BINHAI').submit({ kind: 'phone', date: '2013-11-01' });
    await desk.settle();
    expect(desk.as('U0BINHAI').errors).toEqual({ date: expect.stringContaining('今天') });
    await desk.as('U0BINHAI').submit({ date: '2013-10-30' });
    await desk.settle();
    expect(await lastClaim()).toMatchObject({ state: 'host_pending' });
    await submitAfter('U0BINHAI', 'record_consent', { kind: 'letter', document_no: '津沽大人〔2013〕8号' });
    const consents = await desk.db.selectFrom('consent').selectAll().execute();
    expect(consents).toMatchObject([{ kind: 'letter', document_no: '津沽大人〔2013〕8号', on_behalf: true }]);
    const acts = await desk.db
      .selectFrom('audit')
      .selectAll()
      .where('act', '=', 'record_consent')
      .orderBy('id')
      .execute();
    expect(acts.map(({ on_behalf_of }) => on_behalf_of)).toEqual(['home_unit', 'home_unit']);
  });

  test('When a consent for a term is recorded, Then the next claim goes straight to the host', async () => {
    await submitAfter('U0BINHAI', 'record_consent', {
      kind: 'blanket',
      date: '2013-10-30',
      until: '2013-10-01',
    });
    expect(desk.as('U0BINHAI').errors).toHaveProperty('until');
    await desk.as('U0BINHAI').submit({ until: '2013-12-31' });
    await desk.settle();
    await desk.as('U0BINHAI').closeModal({ all: true });
    await publish({ title: '第二项' });
    await claim('U0ZJ0006');
    expect(lastReply('U0ZJ0006')).toContain('统一同意');
    expect(await lastClaim()).toMatchObject({ state: 'host_pending' });
    await press('U0HOST', 'accept_expert');
    expect(await lastClaim()).toMatchObject({ state: 'confirmed' });
    expect(await desk.db.selectFrom('consent').select('kind').execute()).toHaveLength(2);
  });

  test('When nobody of the home unit is on Slack, Then the consent waits in the coordinator’s Home until it is recorded', async () => {
    const { id = '' } = (await lastClaim()) ?? {};
    const coordinator = desk.as('U0BINHAI');
    await coordinator.openHome();
    await desk.settle();
    expect(JSON.stringify(coordinator.home?.blocks)).toContain(`"${id}"`);
    await coordinator.press(coordinator.home as never, 'record_consent');
    await desk.settle();
    await coordinator.submit({ kind: 'phone', date: '2013-10-31' });
    await desk.settle();
    expect(wordsTo('U0ZJ0006')).toContain('单位已同意');
    expect(JSON.stringify(coordinator.home?.blocks)).not.toContain('"record_consent"');
  });
});

describe('lists and cancelling', () => {
  test('When somebody asks what to take, Then their field comes first, and others see the next step', async () => {
    await publish({ title: '新材料一项' }, { field: 'newmat' });
    await publish({ title: '软件一项' }, { field: 'ict', claim_deadline: '2013-11-01' });
    await publish({ title: '健康体检', action_line: 'talent_health' });
    expect(desk.lastCard().text).toContain('软件一项');
    await desk.as('U0ALICE').command('/expert-claim');
    await desk.settle();
    expect(lastReply('U0ALICE')).toContain('register as an expert first');
    expect(lastReply('U0ALICE')).toContain('新材料一项');
    expect(lastReply('U0ALICE')).not.toContain('XQ-2013-0003');
    expect(JSON.stringify(desk.as('U0ALICE').ephemerals.at(-1)?.blocks)).not.toContain('"claim_slot"');

    await registerVerified(desk, 'U0ZJ0006');
    const expert = desk.as('U0ZJ0006');
    await expert.command('/expert-claim');
    await desk.settle();
    const list = lastReply('U0ZJ0006');
    expect(list.indexOf('新材料一项')).toBeLessThan(list.indexOf('软件一项'));
    expect(list).toContain('XQ-2013-0003');
    expect(list).not.toContain('健康体检');
    await press('U0ZJ0006', 'claim_slot', expert.ephemerals.at(-1) as never);
    await expert.command('/expert-claim');
    await desk.settle();
    expect(lastReply('U0ZJ0006')).toContain('我的认领（1/3）');
    expect(JSON.stringify(expert.ephemerals.at(-1)?.blocks)).toContain('"withdraw_claim"');
    await expert.openHome();
    await desk.settle();
    expect(JSON.stringify(expert.home?.blocks)).toContain('"withdraw_claim"');
  });

  test('When needs are listed, Then the best fit first with why; what can not be taken says why', async () => {
    const services = { need_types: ['tech_problem', 'tech_consult'] };
    await publish({ title: '早截止' }, { claim_deadline: '2013-11-08' });
    await publish({ title: '两项服务' }, { ...services, claim_deadline: '2013-11-10' });
    await publish({ title: '一项服务' }, { need_types: ['tech_consult'], claim_deadline: '2013-11-09' });
    await publish({ title: '同领域' }, { field: 'newmat', claim_deadline: '2013-11-12' });
    await publish({ title: '保密的' }, { ...services, field: 'newmat', confidential: ['yes'] });
    await registerVerified(desk, 'U0ZJ0006', { max_active_claims: '1' });
    const expert = desk.as('U0ZJ0006');
    const list = async () => {
      await expert.command('/expert-claim');
      await desk.settle();
      return lastReply('U0ZJ0006');
    };
    const said = await list();
    const order = ['XQ-2013-0005', '同领域', '两项服务', '一项服务', '早截止'].map((one) =>
      said.indexOf(one),
    );
    expect(order).toEqual(order.toSorted((a, b) => a - b));
    expect(order[0]).toBeGreaterThan(0);
    expect(said).toMatch(/同领域.*\n.*与您的领域相同 · 截止 11月12日/s);
    expect(said).toMatch(/两项服务.*您可提供的服务.[^·\n]+、[^·\n]+ · 截止 11月10日/s);
    // Of a confidential need only line, field and time are told, so the kinds of need are not.
    expect(said.slice(0, said.indexOf('同领域'))).not.toContain('您可提供的服务');

    await press('U0ZJ0006', 'claim_slot', expert.ephemerals.at(-1) as never);
    const full = await list();
    expect(full.lastIndexOf('XQ-2013-0005')).toBeGreaterThan(full.indexOf('早截止'));
    expect(full).toMatch(/您已认领.RL-2013-0001/);
    expect(full).toMatch(/认领已达上限.1\/1/);
    expect(JSON.stringify(expert.ephemerals.at(-1)?.blocks)).not.toContain('"claim_slot"');
  });

  test('When the need is cancelled, Then live claims end, those concerned read why, and the card says so', async () => {
    await registerVerified(desk, 'U0ZJ0006', { home_unit_user: 'U0HOME' });
    const id = await publish();
    await claim('U0ZJ0006');
    const card = structuredClone(desk.lastCard());
    await submitCancellation(id, '企业停产检修');
    expect(await claims()).toMatchObject([{ state: 'cancelled', reason: '企业停产检修', live_no: null }]);
    expect(await slots()).toHaveLength(0);
    expect(wordsTo('U0ZJ0006')).toContain('企业停产检修');
    expect(wordsTo('U0HOST')).toContain('企业停产检修');
    expect(desk.lastCard().text).toContain('已撤销');
    expect(JSON.stringify(desk.lastCard().blocks)).not.toContain('"claim_slot"');
    expect(() => dmWith('U0HOME', 'give_consent')).toThrow();
    await claim('U0ZJ0006', card);
    expect(lastReply('U0ZJ0006')).toContain('撤销');
  });
});

describe('a reader who lives elsewhere', () => {
  test('When they come too late, Then the answer tells when by both clocks', async () => {
    await giveRole(desk, 'U0ALICE', { role: 'bureau' });
    const demandId = await publish();
    await registerVerified(desk, 'U0ZJ0006', { home_unit_user: 'U0HOME' });
    await claim('U0ZJ0006');
    await press('U0HOME', 'give_consent');
    const { id } = await desk.db.selectFrom('claim').select('id').executeTakeFirstOrThrow();
    for (const [act, value] of [
      ['give_consent', id],
      ['publish_demand', demandId],
    ] as const) {
      const answer = await forgePress(desk, 'U0ALICE', act, value);
      expect(answer.text, act).toMatch(/\(China Standard Time; \d\d:\d\d your time\)/);
    }
  });
});

/** The last answer beside a message, as the place to press on. */
function replyOf(userId: string): Message {
  return desk.as(userId).ephemerals.at(-1) as unknown as Message;
}

/** The coordinator's window for cancelling, submitted as Slack would. */
async function submitCancellation(demandId: string, reason: string): Promise<void> {
  await desk.workspace.deliver('view_submission', {
    ...{ type: 'view_submission', trigger_id: `cancel.${demandId}`, token: 'x', response_urls: [] },
    ...{ api_app_id: desk.workspace.appId, user: { id: 'U0BINHAI' }, team: { id: desk.workspace.teamId } },
    view: {
      ...{ id: 'V0CANCEL', type: 'modal', callback_id: 'cancel_demand', hash: '1', blocks: [] },
      ...{ title: { type: 'plain_text', text: '撤销需求' }, private_metadata: JSON.stringify({ demandId }) },
      state: { values: { reason: { reason: { type: 'plain_text_input', value: reason } } } },
    },
  });
  await desk.settle();
}

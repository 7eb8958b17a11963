import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { findDemand } from '../src/demands/repository.ts';
import { countActs } from '../src/digests/acts.ts';
import { programmeOf } from '../src/programme/repository.ts';
import { listCandidates } from '../src/rounds/candidates.ts';
import { type Desk, forgeClick, giveRole, registerVerified, startDesk } from './helpers/desk.ts';
import { forgePress } from './helpers/hostile.ts';
import { postNeed, publishNeed } from './helpers/need.ts';
import {
  needOf,
  newestClaimOf,
  newestNeedOf,
  pressAtHome,
  pressNewest,
  publishWithTwo,
  submitTo,
  textOf,
  undoLast,
  type Values,
} from './helpers/published.ts';

let desk: Desk;
let needId: string;

beforeEach(async () => {
  desk = await startDesk({ now: '2013-11-04T10:00:00+08:00' });
  needId = await publishWithTwo(desk);
});
afterEach(async () => {
  expect(desk.workspace.violations).toEqual([]);
  await desk.close();
});

const press = (user: string, actionId: string, value?: string) => pressNewest(desk, user, actionId, value);
const submit = (user: string, values: Values) => submitTo(desk, user, values);
const undo = (user: string) => undoLast(desk, user);

/** Changes the published need through the form that its coordinator opens. */
async function change(values: Values, user = 'U0BINHAI'): Promise<void> {
  await pressAtHome(desk, user, 'edit_demand');
  await submit(user, { reason: '车间检修', ...values });
}

const claimOf = (user: string) => newestClaimOf(desk, user);
const lastNeed = () => newestNeedOf(desk);

const need = () => needOf(desk, needId);
const countSlots = async () =>
  (await desk.db.selectFrom('slot').select('no').where('demand_id', '=', needId).execute()).length;
const lastDm = (user: string) => textOf(desk.as(user).dms.at(-1)?.blocks);
const modalOf = (user: string) => textOf(desk.as(user).views.at(-1)?.blocks);
const errorsOf = (user: string) => desk.as(user).errors;

const MOVED = { service_start: '2013-11-27', service_end: '2013-11-28' };

describe('When the date of a published need moves', () => {
  test('Then whoever agreed is asked anew on the slot they hold, and is confirmed once expert and home unit have said yes', async () => {
    await change({ ...MOVED, place: '中试车间' });
    expect(modalOf('U0BINHAI')).toContain('已变更');
    expect(await claimOf('U0ZJ0006')).toMatchObject({ state: 'expert_pending', consented_at: null });
    expect((await need()).time_text).toBe('11月27日—11月28日');
    // The slot is held, the card shows the new date and one confirmed expert fewer.
    expect(textOf(desk.lastCard().blocks)).toContain('空缺 1，待确认 2，已确认 0');
    expect(textOf(desk.lastCard().blocks)).toContain('11月27日');
    for (const said of ['11月20日', '11月27日', '车间检修', 'keep_claim', 'withdraw_claim'])
      expect(lastDm('U0ZJ0006')).toContain(said);
    expect(lastDm('U0HOME')).toContain('原来的同意不再有效');
    expect(lastDm('U0HOST')).toContain('公司测试车间 → 中试车间');
    await desk.as('U0ZJ0006').openHome();
    await desk.settle();
    expect(textOf(desk.as('U0ZJ0006').home?.blocks)).toContain('keep_claim');

    // The home unit answers first: the claim still waits for the expert.
    await press('U0HOME', 'give_consent', (await claimOf('U0ZJ0006')).id);
    expect(await claimOf('U0ZJ0006')).toMatchObject({ state: 'expert_pending' });
    await press('U0ZJ0006', 'keep_claim');
    expect(await claimOf('U0ZJ0006')).toMatchObject({ state: 'confirmed' });
    expect(lastDm('U0HOST')).toContain('按新的时间参加');

    // The other one, who had only claimed: expert, then home unit, then host.
    await press('U0ZJ0007', 'keep_claim');
    expect((await claimOf('U0ZJ0007')).state).toBe('home_unit_pending');
    await press('U0HOME', 'give_consent', (await claimOf('U0ZJ0007')).id);
    expect((await claimOf('U0ZJ0007')).state).toBe('host_pending');
    await press('U0HOST', 'accept_expert');
    expect((await claimOf('U0ZJ0007')).state).toBe('confirmed');
    expect(textOf(desk.lastCard().blocks)).toContain('已确认 2');
  });

  test('Then an expert whom it does not suit withdraws, and silence ends the claim after five working days', async () => {
    await change(MOVED);
    await press('U0ZJ0006', 'withdraw_claim');
    await submit('U0ZJ0006', { reason: '那几天出差' });
    expect((await claimOf('U0ZJ0006')).state).toBe('withdrawn');
    expect(lastDm('U0HOST')).toContain('那几天出差');
    await desk.look('2013-11-07T10:30:00+08:00');
    expect(lastDm('U0ZJ0007')).toContain('keep_claim');
    await desk.look('2013-11-12T10:30:00+08:00');
    expect((await claimOf('U0ZJ0007')).state).toBe('expired');
    expect(lastDm('U0ZJ0007')).toContain('没有答复新的时间');
  });

  test('Then a blanket consent that covers the new date stands, and a consent to the old one does not', async () => {
    await sql`update consent set kind = 'blanket', until = '2013-12-31'`.execute(desk.db);
    await change(MOVED);
    await press('U0ZJ0006', 'keep_claim');
    expect((await claimOf('U0ZJ0006')).state).toBe('confirmed');
    await change({ service_start: '2014-01-03', service_end: '2014-01-04' });
    await press('U0ZJ0006', 'keep_claim');
    expect((await claimOf('U0ZJ0006')).state).toBe('home_unit_pending');
  });

  test('Then it can be taken back while nobody has acted on it, and then not', async () => {
    const before = await claimOf('U0ZJ0006');
    await change({ ...MOVED, expert_slots: '2' });
    await undo('U0BINHAI');
    expect(await claimOf('U0ZJ0006')).toEqual(before);
    expect(await need()).toMatchObject({
      service_start: '2013-11-20',
      expert_slots: 3,
      time_text: '11月20日至22日',
    });
    expect(await countSlots()).toBe(3);
    expect(
      await desk.db.selectFrom('consent').select('id').where('claim_id', '=', before.id).execute(),
    ).toHaveLength(1);
    await desk.as('U0BINHAI').closeModal({ all: true });
    await change(MOVED);
    await press('U0ZJ0006', 'keep_claim');
    await undo('U0BINHAI');
    expect((await need()).service_start).toBe('2013-11-27');
    expect(modalOf('U0BINHAI')).toContain('不能再撤回');
  });
});

describe('When something else of a published need changes', () => {
  test('Then nobody is asked, whoever holds a slot reads one line, and a confirmed expert reads the new contact', async () => {
    await change({ contact_name: '赵工', contact_phone: '022-0000-1002', expert_slots: '5' }, 'U0HOST');
    expect((await claimOf('U0ZJ0006')).state).toBe('confirmed');
    expect(lastDm('U0ZJ0006')).toContain('022-0000-1002');
    expect(lastDm('U0ZJ0006')).toContain('无需答复');
    expect(lastDm('U0ZJ0007')).toContain('3 → 5');
    expect(lastDm('U0ZJ0007')).not.toContain('022-0000-1002');
    expect(lastDm('U0BINHAI')).toContain('022-0000-1002');
    expect(await countSlots()).toBe(5);
    expect(textOf(desk.lastCard().blocks)).toContain('空缺 3');
    const { details, on_behalf_of } = await desk.db
      .selectFrom('audit')
      .selectAll()
      .where('act', '=', 'change_demand')
      .executeTakeFirstOrThrow();
    expect(details).toMatchObject({ changed: { expert_slots: { from: 3, to: 5 } }, reason: '车间检修' });
    expect(on_behalf_of).toBeNull();
  });

  test('Then slots go down to what is held and not below, and what was typed stays in the form', async () => {
    await change({ expert_slots: '1', place: '二号楼' });
    expect(errorsOf('U0BINHAI')).toEqual({ expert_slots: '已有 2 位专家认领，名额不能少于这个数。' });
    await submit('U0BINHAI', { expert_slots: '2', reason: '人数调整' });
    expect(await countSlots()).toBe(2);
    expect(await need()).toMatchObject({ expert_slots: 2, place: '二号楼' });
    expect(textOf(desk.lastCard().blocks)).toContain('空缺 0');
  });

  test('Then every fault stands under its field', async () => {
    await change({ service_start: '2013-11-28', service_end: '2013-11-27', expert_slots: '0' });
    expect(Object.keys(errorsOf('U0BINHAI'))).toEqual(['expert_slots']);
    await submit('U0BINHAI', { expert_slots: '3' });
    expect(errorsOf('U0BINHAI')).toEqual({ service_end: '结束日期不能早于开始日期。' });
    await submit('U0BINHAI', { service_end: '2013-11-28', claim_deadline: '2013-12-01' });
    expect(Object.keys(errorsOf('U0BINHAI'))).toEqual(['claim_deadline']);
    await submit('U0BINHAI', { claim_deadline: null, expert_slots: '30' });
    expect(modalOf('U0BINHAI')).toContain('超过 20 位');
    await submit('U0BINHAI', { confirm: ['yes'] });
    expect(await countSlots()).toBe(30);
    await desk.as('U0BINHAI').closeModal({ all: true });
    await change({});
    expect(errorsOf('U0BINHAI')).toEqual({ reason: '没有任何改动。' });
  });
});

describe('When a published need is postponed', () => {
  test('Then it has no date, nobody is reminded and nothing expires; reopened with new dates everybody is asked anew', async () => {
    await pressAtHome(desk, 'U0HOST', 'postpone_demand');
    await submit('U0HOST', { reason: '样机还没到' });
    expect(textOf(desk.lastCard().blocks)).toContain('已延期，时间待定');
    expect(textOf(desk.lastCard().blocks)).not.toContain('claim_slot');
    expect(lastDm('U0ZJ0006')).toContain('样机还没到');
    const messages = desk.as('U0HOME').dms.length;
    await desk.look('2013-11-20T10:00:00+08:00');
    expect((await claimOf('U0ZJ0007')).state).toBe('home_unit_pending');
    expect(desk.as('U0HOME').dms).toHaveLength(messages);
    expect(textOf(desk.as('U0HOME').dms)).not.toContain('give_consent');

    await press('U0BINHAI', 'reopen_demand');
    await submit('U0BINHAI', { reason: '样机已到' });
    expect(Object.keys(errorsOf('U0BINHAI'))).toEqual(['time_text']);
    await submit('U0BINHAI', { service_start: '2013-11-19', service_end: '2013-11-19' });
    expect(errorsOf('U0BINHAI').service_end).toBe(
      '服务时间已经过去。请改为今天或以后；已经办过的服务请由区县联络员补录。',
    );
    await submit('U0BINHAI', { service_start: '2013-12-03', service_end: '2013-12-04' });
    expect((await need()).state).toBe('published');
    expect((await claimOf('U0ZJ0006')).state).toBe('expert_pending');
    expect(lastDm('U0ZJ0006')).toContain('12月3日');
    expect(textOf(desk.lastCard().blocks)).toContain('claim_slot');
  });

  test('Then it can be taken back with all its dates', async () => {
    const before = await need();
    await press('U0BINHAI', 'postpone_demand');
    await submit('U0BINHAI', { reason: '样机还没到' });
    await undo('U0BINHAI');
    expect(await need()).toEqual({ ...before, changed_at: expect.anything() });
    expect(lastDm('U0ZJ0006')).toContain('不延期');
  });
});

describe('When a published need is closed', () => {
  test('Then what has not taken place ends and reads why, what was served stays, and it can be taken back', async () => {
    const held = await claimOf('U0ZJ0007');
    desk.clock.moveTo(Temporal.Instant.from('2013-11-05T09:00:00+08:00'));
    await sql`update demand set service_start = '2013-11-05'`.execute(desk.db);
    await press('U0BINHAI', 'close_demand');
    await submit('U0BINHAI', { reason: '问题已解决' });
    expect((await need()).state).toBe('closed');
    expect((await claimOf('U0ZJ0006')).state).toBe('confirmed');
    expect(await claimOf('U0ZJ0007')).toMatchObject({
      state: 'cancelled',
      reason: '问题已解决',
      live_no: null,
    });
    expect(lastDm('U0ZJ0007')).toContain('问题已解决');
    expect(textOf(desk.lastCard().blocks)).not.toContain('claim_slot');
    await undo('U0BINHAI');
    expect(await claimOf('U0ZJ0007')).toEqual(held);
    const slots = await desk.db
      .selectFrom('slot')
      .select('claim_id')
      .where('demand_id', '=', needId)
      .execute();
    expect(slots.filter(({ claim_id }) => claim_id === held.id)).toHaveLength(1);

    await desk.as('U0BINHAI').closeModal({ all: true });
    await press('U0BINHAI', 'close_demand');
    await submit('U0BINHAI', { reason: '问题已解决' });
    await desk.as('U0BINHAI').closeModal({ all: true });
    // What was served isn't offered to be opened again; an old button says why.
    const review = JSON.stringify(
      desk.as('U0BINHAI').dms.filter(({ text }) => text.includes('XQ-2013-0001')),
    );
    expect(review).toContain('"follow_up"');
    expect(review).not.toContain('"reopen_demand"');
    const { text } = await forgePress(desk, 'U0BINHAI', 'reopen_demand', needId);
    expect(text).toContain('再去一次请用“回头帮”');
    expect((await need()).state).toBe('closed');
  });

  test('Then over and served it is changed no more, and the way on is the one that is open', async () => {
    await publishNeed(desk, { title: '另一条需求', time_text: '2013-11-20' });
    const { id: unclaimed } = await lastNeed();
    desk.clock.moveTo(Temporal.Instant.from('2013-12-20T10:00:00+08:00'));
    const asked = async (id: string) => (await forgePress(desk, 'U0BINHAI', 'edit_demand', id)).text;
    const served = await asked(needId);
    expect(served).toContain('已有专家完成服务，不能再变更');
    expect(served).toContain('"follow_up"');
    expect(served).not.toContain('"reopen_demand"');
    const over = await asked(unclaimed);
    expect(over).toContain('要改时间请“重新开放”');
    expect(over).toContain('"reopen_demand"');
  });

  test('Then the form of a follow-up asks why to go again, and not what a change asks', async () => {
    desk.clock.moveTo(Temporal.Instant.from('2013-11-25T10:00:00+08:00'));
    await pressAtHome(desk, 'U0HOST', 'follow_up');
    const form = modalOf('U0HOST');
    expect(form).toContain('为什么再去一次');
    expect(form).not.toContain('变更的理由');
    expect(form).not.toContain('不能少于已有专家的名额');
  });
});

describe('When instant service is a matter of the coordinator (decision 31)', () => {
  const last = () =>
    desk.db.selectFrom('demand').selectAll().orderBy('number', 'desc').limit(1).executeTakeFirstOrThrow();

  test('Then publication alone withholds it, the grant publishes, and a claim is then confirmed at once', async () => {
    const review = await postNeed(desk, { title: '夜间突发故障', modes: ['instant'] });
    expect(textOf(review.blocks)).toContain('是否同意由您决定');
    await desk.as('U0BINHAI').press(review, 'publish_demand');
    await desk.settle();
    expect((await last()).instant).toBe(false);
    await press('U0ZJ0006', 'claim_slot');
    expect((await claimOf('U0ZJ0006')).state).toBe('home_unit_pending');

    const asked = await postNeed(desk, { title: '没有要求即时的需求' });
    await desk.as('U0BINHAI').press(asked, 'grant_instant');
    await desk.settle();
    expect(await last()).toMatchObject({ state: 'published', instant: true });
    expect(lastDm('U0HOST')).toContain('已定为即时服务');
    expect(textOf(desk.lastCard().blocks)).toContain('即时服务：认领后立即确认');
    await press('U0ZJ0007', 'claim_slot');
    expect((await claimOf('U0ZJ0007')).state).toBe('confirmed');
  });

  test('Then it is granted to a published need as well, taken back while nobody claimed, and never by the host', async () => {
    await press('U0BINHAI', 'grant_instant');
    expect((await need()).instant).toBe(true);
    await desk.as('U0BINHAI').press(desk.as('U0BINHAI').ephemerals.at(-1) as never, 'undo');
    await desk.settle();
    expect((await need()).instant).toBe(false);
    expect(lastDm('U0HOST')).toContain('不再定为即时服务');
    await forgeClick(desk, 'U0HOST', 'grant_instant', needId);
    expect((await need()).instant).toBe(false);
  });
});

test('When a digest comes after all this, Then each act has its line among the changes', async () => {
  await press('U0BINHAI', 'grant_instant');
  await change({ place: '二号楼' });
  await desk.as('U0BINHAI').closeModal({ all: true });
  await press('U0BINHAI', 'postpone_demand');
  await submit('U0BINHAI', { reason: '样机还没到' });
  await desk.as('U0BINHAI').closeModal({ all: true });
  const counted = await countActs(
    desk.db,
    await programmeOf(desk.db, { teamId: desk.workspace.team.id, year: 2013 }),
    { after: Temporal.Instant.from('2013-11-01T00:00Z'), until: desk.clock.now() },
    {},
  );
  expect(counted).toEqual([
    { act: 'change_demand', n: 1 },
    { act: 'postpone_demand', n: 1 },
    { act: 'grant_instant', n: 1 },
  ]);
});

test('When a unit asks for a follow-up visit, Then it is a new need that follows the first, whose experts are asked first', async () => {
  await pressAtHome(desk, 'U0HOST', 'edit_demand');
  await desk.as('U0HOST').closeModal({ all: true });
  desk.clock.moveTo(Temporal.Instant.from('2013-11-25T10:00:00+08:00'));
  await pressAtHome(desk, 'U0HOST', 'follow_up');
  await submit('U0HOST', { service_start: '2013-12-10', service_end: '2013-12-10', reason: '看看整改效果' });
  expect(modalOf('U0HOST')).toContain('XQ-2013-0002');
  const [first, second] = await desk.db.selectFrom('demand').selectAll().orderBy('number').execute();
  expect(first?.state).toBe('published');
  expect(second).toMatchObject({
    state: 'submitted',
    follows: needId,
    title: first?.title,
    time_text: '12月10日',
  });
  expect(lastDm('U0BINHAI')).toContain('XQ-2013-0001');
  await press('U0BINHAI', 'publish_demand');
  // Another field than the expert's: they are asked all the same.
  await sql`update demand set field = 'law' where follows is not null`.execute(desk.db);
  const demand = await findDemand(desk.db, desk.workspace.team.id, second?.id ?? '');
  if (!demand) throw new Error('no follow-up');
  const day = Temporal.PlainDate.from('2013-11-25');
  const now = desk.clock.now();
  const asked = await listCandidates(desk.db, desk.workspace.team.id, demand, { today: day, now });
  expect(asked.map(({ expert }) => expert.name)).toEqual(['何知远']);
});

test('When a need names two districts, Then the first owns it, and the other sees it in Home without a button', async () => {
  await giveRole(desk, 'U0WUQING', { role: 'district', districts: ['wuqing'] });
  await publishNeed(desk, { title: '两区联合巡诊', districts: ['binhai', 'wuqing'] });
  await desk.as('U0WUQING').openHome();
  await desk.settle();
  const shown = textOf(desk.as('U0WUQING').home?.blocks);
  expect(shown).toContain('两区联合巡诊');
  expect(shown).not.toContain('样机噪声');
  for (const button of ['edit_demand', 'cancel_demand', 'close_demand', 'publish_demand'])
    expect(shown).not.toContain(button);
  await forgeClick(desk, 'U0WUQING', 'close_demand', (await lastNeed()).id);
  expect((await lastNeed()).state).toBe('published');
});

test('When a need is closed while experts are being asked for it, Then the invitation says that it is over', async () => {
  await registerVerified(desk, 'U0WUQING', { name: '石晓', employer: '津门大学' });
  await sql`update demand set field = 'newmat'`.execute(desk.db);
  await press('U0BINHAI', 'ask_experts');
  await submit('U0BINHAI', {});
  await desk.look();
  expect(textOf(desk.as('U0WUQING').dms)).toContain('say_yes');
  await press('U0BINHAI', 'close_demand');
  await submit('U0BINHAI', { reason: '问题已解决' });
  await desk.look();
  expect(textOf(desk.as('U0WUQING').dms)).not.toContain('say_yes');
});

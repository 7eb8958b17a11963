import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { CHANNEL, type Desk, giveRole, REGISTRATION, registerVerified, startDesk } from './helpers/desk.ts';
import { walksOf } from './helpers/scenes.ts';

const walkOnce = walksOf(import.meta.filename);

const NEED = {
  ...{ unit_name: '锐驰', unit_type: 'tech_sme', districts: ['binhai'], action_line: 'tech_sme' },
  ...{ title: '样机噪声', expert_slots: '1', time_text: '11月中旬', place: '车间', description: '78分贝' },
  ...{ expert_requirement: '传动', expected_outcome: '查明', contact_name: '卢工' },
  contact_phone: '022-0000-1001',
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

async function post(details: Record<string, string | string[]> = {}): Promise<void> {
  await walkOnce(desk, `post ${JSON.stringify(details)}`, async () => {
    const host = desk.as('U0HOST');
    await host.command('/expert-demand');
    await desk.settle();
    await host.submit(NEED);
    await desk.settle();
    await host.submit(details);
    await desk.settle();
    await host.closeModal({ all: true });
  });
}

/** Presses the button on the newest direct message that has it, and fills in the window it opens. */
function press(user: string, actionId: string, values?: Record<string, string>): Promise<void> {
  return walkOnce(desk, `press ${user} ${actionId} ${JSON.stringify(values)}`, () =>
    pressNow(user, actionId, values),
  );
}

async function pressNow(user: string, actionId: string, values?: Record<string, string>): Promise<void> {
  const dm = desk.as(user).dms.findLast(({ blocks }) => JSON.stringify(blocks).includes(`"${actionId}"`));
  if (!dm) throw new Error(`${user} has no message with ${actionId}`);
  await desk.as(user).press(dm, actionId);
  await desk.settle();
  if (!values) return;
  await desk.as(user).submit(values);
  await desk.settle();
}

/** The answer to the last act that was given beside a message. */
async function undo(user: string, answer = desk.as(user).ephemerals.at(-1)): Promise<string> {
  await desk.as(user).press(answer as never, 'undo');
  await desk.settle();
  return desk.as(user).ephemerals.at(-1)?.text ?? '';
}

/** The answer that stands in a window. */
async function undoInWindow(user: string): Promise<string> {
  await desk.as(user).press(desk.as(user).views.at(-1) as never, 'undo');
  await desk.settle();
  const said = JSON.stringify(desk.as(user).views.at(-1));
  await desk.as(user).closeModal({ all: true });
  return said;
}

async function claim(user: string): Promise<void> {
  await walkOnce(desk, `claim ${user}`, async () => {
    await desk.as(user).press(desk.lastCard(), 'claim_slot');
    await desk.settle();
  });
}

const later = (minutes: number) => desk.clock.moveTo(desk.clock.now().add({ minutes }));
const wordsTo = (user: string) => desk.as(user).dms.at(-1)?.text ?? '';
const demand = () => desk.db.selectFrom('demand').selectAll().executeTakeFirstOrThrow();
const theClaim = () => desk.db.selectFrom('claim').selectAll().executeTakeFirstOrThrow();
const slots = () => desk.db.selectFrom('slot').selectAll().execute();
const undone = () =>
  desk.db.selectFrom('audit').selectAll().where('act', '=', 'undo').orderBy('id').execute();
const notes = () =>
  desk.workspace
    .messages(CHANNEL)
    .filter(({ thread_ts, ts }) => thread_ts && thread_ts !== ts)
    .map(({ text }) => text);

describe('a need', () => {
  test('When a publication is taken back, Then the need is checked again, the card shows nothing and the poster hears', async () => {
    await post();
    await press('U0BINHAI', 'publish_demand');
    expect(desk.lastCard().text).toContain('样机噪声');
    expect(await undo('U0BINHAI')).toContain('已撤回');
    expect(await demand()).toMatchObject({ state: 'submitted', published_at: null });
    expect(await slots()).toEqual([]);
    expect(await desk.db.selectFrom('organisation_contact').selectAll().execute()).toEqual([]);
    expect(desk.lastCard().text).toContain('XQ-2013-0001 的发布已撤回');
    expect(JSON.stringify(desk.lastCard().blocks)).not.toContain('样机噪声');
    expect(wordsTo('U0HOST')).toContain('发布已撤回');
    expect(await undone()).toMatchObject([{ actor: 'U0BINHAI', object_kind: 'demand' }]);

    await press('U0BINHAI', 'publish_demand');
    expect(desk.lastCard().text).toContain('样机噪声');
    expect(await slots()).toHaveLength(1);
  });

  test('When an expert has claimed, or ten minutes are over, Then the publication stays and the person reads why', async () => {
    await registerVerified(desk, 'U0ZJ0006');
    await post();
    await press('U0BINHAI', 'publish_demand');
    const answer = structuredClone(desk.as('U0BINHAI').ephemerals.at(-1));
    await claim('U0ZJ0006');
    expect(await undo('U0BINHAI', answer)).toContain('已有专家认领');
    later(11);
    expect(await undo('U0BINHAI', answer)).toContain('已超过 10 分钟');
    expect(await demand()).toMatchObject({ state: 'published' });
    expect(await undone()).toEqual([]);
  });

  test.each(['return_demand', 'reject_demand'] as const)(
    'When %s is taken back, Then the need waits for the coordinator again',
    async (act) => {
      await post();
      await press('U0BINHAI', act, { reason: '请补充' });
      later(9);
      expect(await undoInWindow('U0BINHAI')).toContain('已撤回');
      expect(await demand()).toMatchObject({ state: 'submitted', reason: null });
      expect(wordsTo('U0HOST')).toContain('已撤回');
      await press('U0BINHAI', 'publish_demand');
      expect(await demand()).toMatchObject({ state: 'published' });
    },
  );

  test('When the poster has submitted again, Then the return stays, with who acted and when', async () => {
    await post();
    await press('U0BINHAI', 'return_demand', { reason: '请补充' });
    await press('U0HOST', 'edit_demand', {});
    await desk.as('U0HOST').submit();
    await desk.settle();
    expect(await undoInWindow('U0BINHAI')).toMatch(/卢工已经办理.*10:00/);
    expect(await demand()).toMatchObject({ state: 'submitted' });
  });

  test('When a role was taken away meanwhile, Then so is the undo', async () => {
    await post();
    await press('U0BINHAI', 'publish_demand');
    await desk.db.deleteFrom('role_grant').where('user_id', '=', 'U0BINHAI').execute();
    expect(await undo('U0BINHAI')).toContain('不在您的权限之内');
    expect(await demand()).toMatchObject({ state: 'published' });
  });
});

describe('a claim', () => {
  beforeEach(async () => {
    await registerVerified(desk, 'U0ZJ0006', { home_unit_user: 'U0HOME' });
    await post();
    await press('U0BINHAI', 'publish_demand');
    await claim('U0ZJ0006');
  });

  test('When a consent is taken back, Then the home unit is asked again and the expert hears', async () => {
    await press('U0HOME', 'give_consent');
    expect(JSON.stringify(desk.as('U0HOST').dms)).toContain('"accept_expert"');
    expect(await undo('U0HOME')).toContain('已撤回');
    expect(await theClaim()).toMatchObject({ state: 'home_unit_pending', consented_at: null });
    expect(await desk.db.selectFrom('consent').selectAll().execute()).toEqual([]);
    expect(JSON.stringify(desk.as('U0HOST').dms)).not.toContain('"accept_expert"');
    expect(wordsTo('U0ZJ0006')).toContain('同意已撤回');
    await press('U0HOME', 'give_consent');
    await press('U0HOST', 'accept_expert');
    expect(await theClaim()).toMatchObject({ state: 'confirmed' });
  });

  test('When an acceptance is taken back, Then the host is asked again; once taken back it says so', async () => {
    await press('U0HOME', 'give_consent');
    const consented = structuredClone(desk.as('U0HOME').ephemerals.at(-1));
    await press('U0HOST', 'accept_expert');
    const accepted = structuredClone(desk.as('U0HOST').ephemerals.at(-1));
    expect(await undo('U0HOME', consented)).toContain('卢工已经办理');
    expect(await undo('U0HOST', accepted)).toContain('已撤回');
    expect(await theClaim()).toMatchObject({ state: 'host_pending', confirmed_at: null });
    expect(notes()).toEqual(['何知远已确认服务。', '上一条消息已撤回。']);
    expect(desk.lastCard().text).not.toContain('何知远');
    expect(wordsTo('U0ZJ0006')).toContain('确认已撤回');
    expect(await undo('U0HOST', accepted)).toContain('已经撤回过了');
    expect(await undone()).toHaveLength(1);
    await press('U0HOST', 'accept_expert');
    expect(await theClaim()).toMatchObject({ state: 'confirmed' });
  });

  test('When the service has begun, Then an acceptance stays', async () => {
    await desk.db.updateTable('demand').set({ service_start: '2013-10-31' }).execute();
    await press('U0HOME', 'give_consent');
    await press('U0HOST', 'accept_expert');
    expect(await undo('U0HOST')).toContain('服务已经开始');
    expect(await theClaim()).toMatchObject({ state: 'confirmed' });
  });

  test('When a withdrawal is taken back, Then the claim stands where it stood, and all who were told hear', async () => {
    await press('U0HOME', 'give_consent');
    await press('U0HOST', 'accept_expert');
    await press('U0ZJ0006', 'withdraw_claim', { reason: '冲突' });
    expect(wordsTo('U0HOST')).toContain('冲突');
    expect(await undoInWindow('U0ZJ0006')).toContain('继续有效');
    expect(await theClaim()).toMatchObject({ state: 'confirmed', live_no: 1, ended_at: null, reason: null });
    expect((await slots()).every(({ claim_id }) => claim_id)).toBe(true);
    expect(wordsTo('U0HOST')).toContain('不再撤回');
    expect(wordsTo('U0BINHAI')).toContain('不再撤回');
    expect(desk.lastCard().text).toContain('何知远');
    expect(notes().at(-1)).toBe('上一条消息已撤回。');
  });

  test('When another has the slot by then, Then the withdrawal stays', async () => {
    await registerVerified(desk, 'U0ZJ0007', { name: '田若川' });
    await desk.as('U0ZJ0006').press(desk.as('U0ZJ0006').ephemerals.at(-1) as never, 'withdraw_claim');
    await desk.settle();
    await desk.as('U0ZJ0006').submit({ reason: '冲突' });
    await desk.settle();
    await claim('U0ZJ0007');
    expect(await undoInWindow('U0ZJ0006')).toContain('名额已被认领');
    const states = await desk.db.selectFrom('claim').select('state').orderBy('number').execute();
    expect(states).toEqual([{ state: 'withdrawn' }, { state: 'home_unit_pending' }]);
  });

  test('When the slot is taken and the withdrawal undone at one moment, Then one of them holds it', async () => {
    await registerVerified(desk, 'U0ZJ0007', { name: '田若川' });
    await desk.as('U0ZJ0006').press(desk.as('U0ZJ0006').ephemerals.at(-1) as never, 'withdraw_claim');
    await desk.settle();
    await desk.as('U0ZJ0006').submit({ reason: '冲突' });
    await desk.settle();
    await Promise.all([
      desk.as('U0ZJ0006').press(desk.as('U0ZJ0006').views.at(-1) as never, 'undo'),
      desk.as('U0ZJ0007').press(desk.lastCard(), 'claim_slot'),
    ]);
    await desk.settle();
    const live = await desk.db.selectFrom('claim').select('id').where('ended_at', 'is', null).execute();
    expect(live.map(({ id }) => id)).toEqual((await slots()).map(({ claim_id }) => claim_id));
  });
});

describe('a registration', () => {
  async function verify(): Promise<void> {
    const expert = desk.as('U0ZJ0006');
    await expert.command('/expert', 'register');
    await desk.settle();
    await expert.submit({ ...REGISTRATION, home_unit_user: 'U0HOME' });
    await desk.settle();
    await expert.closeModal();
    await press('U0BUREAU', 'verify_expert');
  }
  const state = async () =>
    (await desk.db.selectFrom('expert').select('state').executeTakeFirstOrThrow()).state;

  test('When a verification is taken back, Then it waits again, nobody is named for the unit, and the expert hears', async () => {
    await verify();
    expect(await undo('U0BUREAU')).toContain('已撤回');
    expect(await state()).toBe('registered');
    expect(await desk.db.selectFrom('organisation_contact').selectAll().execute()).toEqual([]);
    expect(wordsTo('U0ZJ0006')).toContain('核实已撤回');
    await press('U0BUREAU', 'verify_expert');
    expect(await state()).toBe('verified');
  });

  test('When the expert has claimed since, Then the verification stays', async () => {
    await post();
    await press('U0BINHAI', 'publish_demand');
    await verify();
    await claim('U0ZJ0006');
    expect(await undo('U0BUREAU')).toContain('已经认领');
    expect(await state()).toBe('verified');
  });
});

import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Message } from '../src/playground/records.ts';
import { type Desk, giveRole, REGISTRATION, registerVerified, startDesk } from './helpers/desk.ts';
import { forgePress } from './helpers/hostile.ts';
import { publishNeed } from './helpers/need.ts';
import { walksOf } from './helpers/scenes.ts';

const walkOnce = walksOf(import.meta.filename);

/** Claims and consents that can no longer happen (designs 3). Today is Thursday 31 October 2013. */
const EXPERT = 'U0ZJ0006';
const HOME = 'U0HOME';
const HOST = 'U0HOST';
const COORDINATOR = 'U0BINHAI';
/** Over on Friday: a day later nobody is at work before Monday. */
const FRIDAY = { service_start: '2013-11-01', service_end: '2013-11-01' };

let desk: Desk;

beforeEach(async () => {
  desk = await startDesk();
  await giveRole(desk, COORDINATOR, { role: 'district', districts: ['binhai'] });
});
afterEach(async () => {
  expect(desk.workspace.violations).toEqual([]);
  await desk.close();
});

const textOf = (thing: unknown) => JSON.stringify(thing ?? {});
const lastWith = (user: string, actionId: string) =>
  desk.as(user).dms.findLast(({ blocks }) => textOf(blocks).includes(`"${actionId}"`));

async function claim(
  need: Record<string, string | string[]> = FRIDAY,
  { expert = EXPERT, home = HOME, host = HOST } = {},
): Promise<string> {
  const id = await publishNeed(desk, need, { poster: host });
  await registerVerified(desk, expert, { home_unit_user: home });
  await walkOnce(desk, `claim ${id} ${expert}`, async () => {
    await desk.as(expert).press(desk.lastCard(), 'claim_slot');
    await desk.settle();
  });
  return id;
}

async function press(user: string, actionId: string, message = lastWith(user, actionId)): Promise<string> {
  if (!message) throw new Error(`${user} has no message with ${actionId}`);
  await desk.as(user).press(message, actionId);
  await desk.settle();
  return desk.as(user).ephemerals.at(-1)?.text ?? '';
}

async function submit(user: string, values: Record<string, string | string[]>): Promise<void> {
  await desk.as(user).submit(values);
  await desk.settle();
}

/** As it stands in Slack before anything changes of it: a click may still come from there. */
function keep(user: string, actionId: string): Message {
  const message = lastWith(user, actionId);
  if (!message) throw new Error(`${user} has no message with ${actionId}`);
  return structuredClone(message);
}

const at = (moment: string) => desk.look(`2013-11-${moment}:00+08:00`);
const moveTo = (moment: string) => desk.clock.moveTo(Temporal.Instant.from(`2013-11-${moment}:00+08:00`));
const dmsOf = (user: string) => desk.as(user).dms.map(({ text }) => text);
const theClaim = () =>
  desk.db.selectFrom('claim').selectAll().orderBy('claimed_at').executeTakeFirstOrThrow();
const stateOf = async () => (await theClaim()).state;
const countTaken = async () =>
  (await desk.db.selectFrom('slot').select('no').where('claim_id', 'is not', null).execute()).length;
const acts = () =>
  desk.db
    .selectFrom('audit')
    .select(['act', 'actor', 'details'])
    .where('object_kind', '=', 'claim')
    .where('outcome', '=', 'done')
    .orderBy('id')
    .execute();

describe('a claim that still waits when its service is over', () => {
  test('When the home unit has not answered, Then the clock ends it, those concerned read why, and nothing of it is left', async () => {
    await claim();
    const asked = keep(HOME, 'give_consent');
    await at('01T23:50');
    expect(await stateOf()).toBe('home_unit_pending');
    // Nobody is at work at the weekend.
    await at('03T12:00');
    expect(await stateOf()).toBe('home_unit_pending');
    const before = { expert: dmsOf(EXPERT).length, home: dmsOf(HOME).length, host: dmsOf(HOST).length };
    await at('04T09:00');
    expect(await theClaim()).toMatchObject({ state: 'expired', live_no: null });
    expect(await countTaken()).toBe(0);
    expect((await acts()).at(-1)).toMatchObject({
      act: 'lapse_claim',
      actor: 'expert_desk',
      details: { from: 'home_unit_pending', due: '2013-11-01T15:59:59Z' },
    });
    expect(dmsOf(EXPERT).slice(before.expert)).toEqual([expect.stringContaining('服务时间已过')]);
    expect(dmsOf(HOME).slice(before.home)).toEqual([expect.stringContaining('不必再答复')]);
    expect(dmsOf(HOST).slice(before.host)).toEqual([]);
    const request = desk.as(HOME).dms.find(({ ts }) => ts === asked.ts);
    expect(request?.text).toContain('服务时间已过，没有等到答复');
    expect(textOf(request?.blocks)).not.toContain('give_consent');

    // What was open in Slack says what it is now, whoever presses.
    expect(await press(HOME, 'give_consent', asked)).toContain('服务时间已过，没有等到答复');
    for (const act of ['give_consent', 'refuse_consent', 'record_consent', 'withdraw_claim'])
      expect((await forgePress(desk, COORDINATOR, act, (await theClaim()).id)).text).toContain(
        '服务时间已过',
      );
    expect(await stateOf()).toBe('expired');
    // Nobody is reminded of it, and it is late nowhere.
    const told = { home: dmsOf(HOME).length, expert: dmsOf(EXPERT).length };
    for (const moment of ['05T10:00', '08T10:00', '15T10:00']) await at(moment);
    expect([dmsOf(HOME).length, dmsOf(EXPERT).length]).toEqual([told.home, told.expert]);
    await desk.as(COORDINATOR).command('/expert-digest');
    await desk.settle();
    expect(textOf(desk.as(COORDINATOR).ephemerals.at(-1)?.blocks)).not.toContain('RL-2013-0001');
  });

  test('When it is the host who has not answered, Then the host reads it, and in English who reads English', async () => {
    await claim(FRIDAY, { host: 'U0ALICE' });
    await press(HOME, 'give_consent');
    const asked = keep('U0ALICE', 'accept_expert');
    const before = dmsOf('U0ALICE').length;
    await at('04T09:00');
    // Nine in London.
    await at('04T17:01');
    expect(await stateOf()).toBe('expired');
    expect(dmsOf('U0ALICE').slice(before)).toEqual([
      expect.stringMatching(/service of .* is over.*needs no answer/),
    ]);
    expect(await press('U0ALICE', 'accept_expert', asked)).toContain('service is over, nobody had agreed');
    expect(dmsOf(EXPERT).at(-1)).toContain('服务时间已过');
  });

  test('When nobody of the home unit is on Slack, Then the coordinators who were asked in its place read it', async () => {
    await publishNeed(desk, FRIDAY);
    await registerVerified(desk, EXPERT);
    await desk.as(EXPERT).press(desk.lastCard(), 'claim_slot');
    await desk.settle();
    const before = dmsOf(COORDINATOR).length;
    await at('04T09:00');
    expect(await stateOf()).toBe('expired');
    expect(dmsOf(COORDINATOR).slice(before)).toEqual([expect.stringContaining('不必再答复')]);
  });

  test('When the date moved and the expert has not answered, Then expert, home unit and host read it', async () => {
    const id = await claim({ service_start: '2013-11-20', service_end: '2013-11-20' });
    await press(HOME, 'give_consent');
    await press(HOST, 'accept_expert');
    await forgePress(desk, COORDINATOR, 'edit_demand', id);
    await submit(COORDINATOR, { ...FRIDAY, reason: '提前' });
    expect(await stateOf()).toBe('expert_pending');
    const before = { home: dmsOf(HOME).length, host: dmsOf(HOST).length };
    await at('04T09:00');
    expect(await stateOf()).toBe('expired');
    expect(dmsOf(EXPERT).at(-1)).toContain('服务时间已过');
    expect(dmsOf(HOME).slice(before.home)).toEqual([expect.stringContaining('不必再答复')]);
    expect(dmsOf(HOST).slice(before.host)).toEqual([expect.stringContaining('不必再答复')]);
  });

  test('When its answer comes after the last day and before the clock, Then it is refused; a coordinator may still record it', async () => {
    await claim();
    await moveTo('02T10:00');
    expect(await press(HOME, 'give_consent')).toMatch(/服务时间已过[\s\S]*没有改动/);
    for (const act of ['refuse_consent', 'record_consent'])
      expect(await press(HOME, act)).toMatch(/服务时间已过[\s\S]*没有改动/);
    expect(await stateOf()).toBe('home_unit_pending');
    // The letter had come in time: what took place is recorded afterwards, and has days of its own.
    const { id } = await theClaim();
    await forgePress(desk, COORDINATOR, 'give_consent', id);
    expect(await stateOf()).toBe('host_pending');
    await at('04T10:00');
    expect(await stateOf()).toBe('host_pending');
    await press(HOST, 'accept_expert');
    expect(await stateOf()).toBe('confirmed');
  });

  test('When a reminder was due after the last day, Then none is sent', async () => {
    // The third working day is Tuesday, the service over on Monday.
    await claim({ service_start: '2013-11-04', service_end: '2013-11-04' });
    await at('05T08:59');
    const before = dmsOf(HOME).length;
    await at('05T09:31');
    expect(dmsOf(HOME).slice(before)).toEqual([expect.stringContaining('不必再答复')]);
  });
});

describe('what goes on when the last day has passed', () => {
  test('When no day is known, Then the five working days alone count', async () => {
    await claim({ time_text: '待定' });
    await at('06T10:00');
    expect(await stateOf()).toBe('home_unit_pending');
    await at('07T10:01');
    expect((await acts()).at(-1)?.act).toBe('expire_claim');
  });

  test('When it was instant, Then it stays confirmed, and its paper may follow', async () => {
    const review = await publishInstant();
    expect(review).toBe('confirmed');
    await at('04T10:00');
    expect(await stateOf()).toBe('confirmed');
    expect(await press(HOME, 'give_consent')).toContain('已同意');
    expect(await desk.db.selectFrom('consent').select('kind').execute()).toEqual([{ kind: 'online' }]);
  });

  test('When a report speaks of the expert, Then the claim waits on, and can still be consented to', async () => {
    await claim();
    await desk.db.updateTable('claim').set({ reported: true }).execute();
    await at('04T10:00');
    expect(await stateOf()).toBe('home_unit_pending');
    await press(HOME, 'give_consent');
    expect(await stateOf()).toBe('host_pending');
  });
});

async function publishInstant(): Promise<string> {
  const id = await publishNeed(desk, FRIDAY);
  await forgePress(desk, COORDINATOR, 'grant_instant', id);
  await registerVerified(desk, EXPERT, { home_unit_user: HOME });
  await desk.as(EXPERT).press(desk.lastCard(), 'claim_slot');
  await desk.settle();
  return stateOf();
}

async function changeRegistration(values: Record<string, string>): Promise<void> {
  await desk.as(EXPERT).command('/expert', 'register');
  await desk.settle();
  await submit(EXPERT, { ...REGISTRATION, home_unit_user: HOME, ...values });
  await desk.as(EXPERT).closeModal({ all: true });
}

describe('an expert who takes no more claims while one still waits', () => {
  const NEED = { service_start: '2013-11-20', service_end: '2013-11-20' };

  test('When they pause, Then the claim they made goes its way: a pause is about new ones', async () => {
    await claim(NEED);
    await changeRegistration({ max_active_claims: '0' });
    await press(HOME, 'give_consent');
    await press(HOST, 'accept_expert');
    expect(await stateOf()).toBe('confirmed');
  });

  test('When they are to be verified anew, Then nobody agrees to it meanwhile, each button says so, and then it goes on', async () => {
    await claim(NEED);
    const asked = keep(HOME, 'give_consent');
    await changeRegistration({ title: 'associate_professor' });
    expect(await press(HOME, 'give_consent', asked)).toMatch(/正在重新核实[\s\S]*没有改动/);
    expect(await press(HOME, 'record_consent', asked)).toMatch(/正在重新核实/);
    await desk.as(HOME).openHome();
    await desk.settle();
    expect(textOf(desk.as(HOME).home)).not.toContain('give_consent');
    // Nobody is chased for what they can't do.
    await at('05T10:00');
    expect(textOf(desk.as(HOME).dms.at(-1)?.text)).not.toContain('待办');
    expect(await stateOf()).toBe('home_unit_pending');
    await press('U0BUREAU', 'verify_expert');
    await press(HOME, 'give_consent', asked);
    expect(await stateOf()).toBe('host_pending');

    const host = keep(HOST, 'accept_expert');
    await changeRegistration({ title: 'professor' });
    expect(await press(HOST, 'accept_expert', host)).toMatch(/正在重新核实/);
    // To say no, and to give it back, nobody has to wait.
    await press(HOST, 'decline_expert', host);
    await submit(HOST, { reason: '已有人选' });
    expect(await stateOf()).toBe('host_declined');
  });
});

async function alter(act: 'postpone_demand' | 'reopen_demand', id: string, values: Record<string, string>) {
  await forgePress(desk, COORDINATOR, act, id);
  await submit(COORDINATOR, { reason: '样机还没到', ...values });
  await desk.as(COORDINATOR).closeModal({ all: true });
}

describe('a need without a date', () => {
  const NEED = { service_start: '2013-11-20', service_end: '2013-11-20' };

  test.each([
    ['in Chinese', HOME, HOST, '目前没有服务时间', '没有改动'],
    ['in English', 'U0ALICE', 'U0ALICE', 'has no date now', 'Nothing was changed'],
  ])(
    'When an old button is pressed, Then it says so %s, and nobody has agreed to anything',
    async (_, home, host, no, stays) => {
      const id = await claim(NEED, { home, host });
      const asked = keep(home, 'give_consent');
      await alter('postpone_demand', id, {});
      for (const act of ['give_consent', 'refuse_consent', 'record_consent']) {
        const said = await press(home, act, asked);
        expect(said).toContain(no);
        expect(said).toContain(stays);
      }
      expect(await stateOf()).toBe('home_unit_pending');
      const request = desk.as(home).dms.find(({ ts }) => ts === asked.ts);
      expect(request?.text).toContain(no);
      expect(textOf(request?.blocks)).not.toContain('give_consent');
      await desk.as(home).openHome();
      await desk.settle();
      expect(textOf(desk.as(home).home)).not.toContain('give_consent');
      // The coordinators can't answer for them, either.
      expect((await forgePress(desk, COORDINATOR, 'give_consent', (await theClaim()).id)).text).toContain(
        '没有服务时间',
      );

      await alter('reopen_demand', id, { service_start: '2013-11-27', service_end: '2013-11-27' });
      const moved = keep(EXPERT, 'keep_claim');
      const again = keep(home, 'give_consent');
      await alter('postpone_demand', id, {});
      expect(await press(EXPERT, 'keep_claim', moved)).toContain('目前没有服务时间');
      expect(await press(home, 'give_consent', again)).toContain(no);
      await alter('reopen_demand', id, { service_start: '2013-12-04', service_end: '2013-12-04' });
      await press(EXPERT, 'keep_claim');
      await press(home, 'give_consent');
      const host_ = keep(host, 'accept_expert');
      await alter('postpone_demand', id, {});
      for (const act of ['accept_expert', 'decline_expert'])
        expect(await press(host, act, host_)).toContain(no);
      expect(await stateOf()).toBe('host_pending');
      expect(await desk.db.selectFrom('consent').select('id').execute()).toHaveLength(1);
    },
  );

  test('When an expert was confirmed, Then no letter is asked for, and nobody can be said not to have come', async () => {
    const id = await claim(NEED);
    const asked = keep(HOME, 'record_consent');
    await press(HOME, 'record_consent');
    await submit(HOME, { kind: 'phone', date: '2013-10-31', document_no: '' });
    await desk.as(HOME).closeModal({ all: true });
    await press(HOST, 'accept_expert');
    const noShow = keep(HOST, 'report_no_show');
    await alter('postpone_demand', id, {});
    expect(await press(HOME, 'record_consent', asked)).toContain('目前没有服务时间');
    expect(textOf(desk.as(HOME).dms.find(({ ts }) => ts === asked.ts)?.blocks)).not.toContain(
      'record_consent',
    );
    for (const act of ['report_no_show', 'waive_report'])
      expect((await forgePress(desk, COORDINATOR, act, (await theClaim()).id)).text).toContain(
        '目前没有服务时间',
      );
    expect(await press(HOST, 'report_no_show', noShow)).toContain('目前没有服务时间');
    const before = dmsOf(HOME).length;
    for (const day of ['01', '05', '07', '08']) await at(`${day}T10:00`);
    expect(dmsOf(HOME).slice(before)).toEqual([]);
    expect(await stateOf()).toBe('confirmed');
  });
});

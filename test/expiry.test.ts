import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { lookAtAll } from '../src/schedule.ts';
import { CHANNEL, type Desk, giveRole, registerVerified, startDesk } from './helpers/desk.ts';
import { publishNeed } from './helpers/need.ts';
import { walksOf } from './helpers/scenes.ts';

const walkOnce = walksOf(import.meta.filename);

/** Thursday 31 October 2013: the working days after it are 1, 4, 5, 6 and 7 November. */
const FIFTH = '2013-11-07T10:00:00+08:00';

let desk: Desk;

beforeEach(async () => {
  desk = await startDesk();
  await giveRole(desk, 'U0BINHAI', { role: 'district', districts: ['binhai'] });
  await publishNeed(desk, { expert_slots: '1', service_start: '2013-12-01', service_end: '2013-12-05' });
  await registerVerified(desk, 'U0ZJ0006', { home_unit_user: 'U0HOME' });
});
afterEach(async () => {
  expect(desk.workspace.violations).toEqual([]);
  await desk.close();
});

async function press(userId: string, actionId: string): Promise<void> {
  const person = desk.as(userId);
  const asked = person.dms.findLast(({ blocks }) => JSON.stringify(blocks).includes(`"${actionId}"`));
  if (!asked) throw new Error(`${userId} has no message with ${actionId}`);
  await person.press(asked, actionId);
  await desk.settle();
}

async function claim(userId = 'U0ZJ0006'): Promise<void> {
  await walkOnce(desk, `claim ${userId}`, async () => {
    await desk.as(userId).press(desk.lastCard(), 'claim_slot');
    await desk.settle();
  });
}

const lookAt = (moment: string) => desk.look(moment);

const states = async () =>
  (await desk.db.selectFrom('claim').select('state').orderBy('claimed_at').execute()).map(
    ({ state }) => state,
  );
const textsTo = (userId: string) =>
  desk
    .as(userId)
    .dms.map(({ text }) => text)
    .join('\n');
const notes = () =>
  desk.workspace.messages(CHANNEL).filter(({ thread_ts, ts }) => thread_ts !== undefined && thread_ts !== ts);

describe('a claim that nobody answers', () => {
  test('When the home unit stays silent for five working days, Then the slot is free again and all is told', async () => {
    await claim();
    await lookAt('2013-11-07T09:30:00+08:00');
    expect(await states()).toEqual(['home_unit_pending']);
    await lookAt('2013-11-07T10:01:00+08:00');
    expect(await states()).toEqual(['expired']);
    expect(desk.lastCard().text).toContain('空缺 1');
    expect(textsTo('U0ZJ0006')).toContain('5 个工作日内没有答复');
    expect(textsTo('U0HOME')).toContain('超过 5 个工作日未答复');
    const asked = desk.as('U0HOME').dms.find(({ text }) => text.includes('RL-2013-0001'));
    expect(JSON.stringify(asked?.blocks)).not.toContain('give_consent');
    expect(notes().map(({ text }) => text)).toEqual(['又空出一个名额，欢迎认领。']);
  });

  test('When the host stays silent, Then the days count from the home unit’s yes', async () => {
    await claim();
    await lookAt('2013-11-05T10:00:00+08:00');
    await press('U0HOME', 'give_consent');
    await lookAt('2013-11-11T15:00:00+08:00');
    expect(await states()).toEqual(['host_pending']);
    await lookAt('2013-11-12T15:00:00+08:00');
    expect(await states()).toEqual(['expired']);
    expect(textsTo('U0ZJ0006')).toContain('受援单位在 5 个工作日内没有答复');
  });

  test('When somebody answers in time, Then nothing expires, however late one looks', async () => {
    await claim();
    await press('U0HOME', 'give_consent');
    await press('U0HOST', 'accept_expert');
    await lookAt('2013-11-29T10:00:00+08:00');
    expect(await states()).toEqual(['confirmed']);
  });

  test('When the bot was down, Then what should have happened happens on its return, in order, at daytime', async () => {
    await registerVerified(desk, 'U0ZJ0007', { name: '田若川' });
    await claim('U0ZJ0006');
    await publishNeed(desk, { title: '二号需求', service_end: '2013-12-20' });
    desk.clock.moveTo(Temporal.Instant.from('2013-11-01T11:00:00+08:00'));
    await claim('U0ZJ0007');
    await lookAt('2013-11-16T23:00:00+08:00');
    expect(await states()).toEqual(['home_unit_pending', 'home_unit_pending']);
    await lookAt('2013-11-18T09:00:00+08:00');
    expect(await states()).toEqual(['expired', 'expired']);
    const acts = await desk.db
      .selectFrom('audit')
      .innerJoin('claim', 'claim.id', 'audit.object_id')
      .select(['claim.number', 'audit.actor', 'audit.details'])
      .where('act', '=', 'expire_claim')
      .orderBy('audit.id')
      .execute();
    expect(acts).toMatchObject([
      {
        number: 'RL-2013-0001',
        actor: 'expert_desk',
        details: { from: 'home_unit_pending', due: expect.stringMatching('2013-11-07T02:00:0') },
      },
      {
        number: 'RL-2013-0002',
        actor: 'expert_desk',
        details: { due: expect.stringMatching('2013-11-08T03:00:0') },
      },
    ]);
  });

  test('When several look at once and again, Then it expires once', async () => {
    await claim();
    desk.clock.moveTo(Temporal.Instant.from(FIFTH).add({ minutes: 1 }));
    await Promise.all([lookAtAll(desk.deps), lookAtAll(desk.deps), lookAtAll(desk.deps)]);
    await desk.settle();
    await lookAt('2013-11-08T10:00:00+08:00');
    expect(textsTo('U0ZJ0006').match(/没有答复/g)).toHaveLength(1);
  });

  test('When a button of the expired claim is pressed, Then it says what became of it, and the expert may claim anew', async () => {
    await claim();
    const asked = structuredClone(desk.as('U0HOME').dms.at(-1));
    await lookAt('2013-11-07T10:01:00+08:00');
    if (asked) await desk.as('U0HOME').press(asked, 'give_consent');
    await desk.settle();
    expect(desk.as('U0HOME').ephemerals.at(-1)?.text).toContain('未答复');
    await claim();
    expect(await states()).toEqual(['expired', 'home_unit_pending']);
  });
});

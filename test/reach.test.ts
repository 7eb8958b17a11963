import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Desk, giveRole, REGISTRATION, registerVerified, startDesk } from './helpers/desk.ts';
import { NEED } from './helpers/need.ts';
import { walksOf } from './helpers/scenes.ts';

const walkOnce = walksOf(import.meta.filename);

let desk: Desk;

beforeEach(async () => {
  desk = await startDesk();
  await giveRole(desk, 'U0BINHAI', { role: 'district', districts: ['binhai'] });
  await walkOnce(desk, 'the bureau at Home', async () => {
    await desk.as('U0BUREAU').openHome();
    await desk.settle();
  });
});

afterEach(() => desk.close());

/** How many messages with this button somebody has got. */
const asked = (userId: string, actionId: string) =>
  desk.as(userId).dms.filter(({ blocks }) => JSON.stringify(blocks).includes(`"${actionId}"`)).length;

const homeOf = (userId: string) => JSON.stringify(desk.as(userId).home?.blocks ?? []);

const sentTo = (userId: string) =>
  desk.workspace.calls.filter(({ method, args }) => method === 'chat.postMessage' && args.channel === userId)
    .length;

async function leave(userId: string): Promise<void> {
  await desk.workspace.updateUser(userId, { deleted: true });
  await desk.settle();
}

/** Posts a need of 滨海新区; returns what the poster reads. */
async function postNeed(title = NEED.title): Promise<string> {
  const host = desk.as('U0HOST');
  await host.command('/expert-demand');
  await desk.settle();
  await host.submit({ ...NEED, title });
  await desk.settle();
  await host.submit({});
  await desk.settle();
  const told = JSON.stringify(host.views.at(-1)?.blocks);
  await host.closeModal({ all: true });
  return told;
}

describe('a district whose only coordinator is gone', () => {
  test('When a need is posted, Then the bureau is asked and publishes it, and nobody writes to the account', async () => {
    await leave('U0BINHAI');
    const before = sentTo('U0BINHAI');
    expect(await postNeed()).toContain('由市局');
    expect([asked('U0BUREAU', 'publish_demand'), sentTo('U0BINHAI')]).toEqual([1, before]);
    expect(homeOf('U0BUREAU')).toContain('"publish_demand"');
    const { home } = desk.as('U0BUREAU');
    if (home) await desk.as('U0BUREAU').press(home, 'publish_demand');
    await desk.settle();
    expect(desk.lastCard().text).toContain(NEED.title);
  });

  test('When the account goes after the need was shown to it, Then the bureau is asked, once, however often Slack tells', async () => {
    await postNeed();
    const shown = asked('U0BINHAI', 'publish_demand');
    expect([shown, asked('U0BUREAU', 'publish_demand')]).toEqual([1, 0]);
    for (let i = 0; i < 2; i += 1) await leave('U0BINHAI');
    expect(asked('U0BUREAU', 'publish_demand')).toBe(1);
    expect(homeOf('U0BUREAU')).toContain('"publish_demand"');
  });

  test('When Slack tells of it by refusing the message, Then the bureau is asked, also for what was shown before', async () => {
    await postNeed();
    desk.workspace.addUser({ id: 'U0BINHAI', name: '滨海新区联络员', deleted: true });
    await postNeed('减速器油温过高');
    expect(asked('U0BUREAU', 'publish_demand')).toBe(1);
    await leave('U0BINHAI');
    expect(asked('U0BUREAU', 'publish_demand')).toBe(2);
  });

  test('When the need had come back to it once, Then the bureau is asked for what it is today, once', async () => {
    await postNeed();
    const review = desk.as('U0BINHAI').dms.at(-1);
    if (review) await desk.as('U0BINHAI').press(review, 'return_demand');
    await desk.settle();
    await desk.as('U0BINHAI').submit({ reason: '请写明地点' });
    await desk.settle();
    const returned = desk.as('U0HOST').dms.at(-1);
    if (returned) await desk.as('U0HOST').press(returned, 'edit_demand');
    await desk.settle();
    for (let i = 0; i < 2; i += 1) {
      await desk.as('U0HOST').submit({});
      await desk.settle();
    }
    await leave('U0BINHAI');
    expect(asked('U0BUREAU', 'publish_demand')).toBe(1);
  });

  test('When a colleague is still there, Then they go on with it, and the bureau is not asked', async () => {
    await giveRole(desk, 'U0WUQING', { role: 'district', districts: ['binhai'] });
    await postNeed();
    await leave('U0BINHAI');
    expect([asked('U0WUQING', 'publish_demand'), asked('U0BUREAU', 'publish_demand')]).toEqual([1, 0]);
  });
});

test('When the poster, an expert or a coordinator is gone, Then no news is sent to them, and nothing has failed', async () => {
  await registerVerified(desk, 'U0ZJ0006', { home_unit_user: 'U0HOME' });
  await giveRole(desk, 'U0WUQING', { role: 'system', systems: ['education'] });
  await postNeed();
  const review = desk.as('U0BINHAI').dms.at(-1);
  await leave('U0HOST');
  if (review) await desk.as('U0BINHAI').press(review, 'publish_demand');
  await desk.settle();
  await desk.as('U0ZJ0006').press(desk.lastCard(), 'claim_slot');
  await desk.settle();
  for (const userId of ['U0ZJ0006', 'U0WUQING']) await leave(userId);
  const request = desk.as('U0HOME').dms.at(-1);
  const before = ['U0HOST', 'U0ZJ0006', 'U0WUQING'].map(sentTo);
  if (request) await desk.as('U0HOME').press(request, 'give_consent');
  await desk.settle();
  const accept = desk
    .as('U0BINHAI')
    .dms.findLast(({ blocks }) => JSON.stringify(blocks).includes('"accept_expert"'));
  if (accept) await desk.as('U0BINHAI').press(accept, 'accept_expert');
  await desk.settle();
  const card = await desk.db.selectFrom('claim').select('state').executeTakeFirst();
  expect(card?.state).toBe('confirmed');
  expect(['U0HOST', 'U0ZJ0006', 'U0WUQING'].map(sentTo)).toEqual(before);
  expect(homeOf('U0BUREAU')).not.toContain('没有发出');
});

test('When the system’s only coordinator is gone, Then the bureau verifies, before or after it was asked', async () => {
  await giveRole(desk, 'U0HOME', { role: 'system', systems: ['education'] });
  const register = async (userId: string) => {
    const person = desk.as(userId);
    await person.command('/expert', 'register');
    await desk.settle();
    await person.submit({ ...REGISTRATION, name: userId });
    await desk.settle();
    await person.closeModal();
  };
  await register('U0ZJ0006');
  expect([asked('U0HOME', 'verify_expert'), asked('U0BUREAU', 'verify_expert')]).toEqual([1, 0]);
  await leave('U0HOME');
  expect(asked('U0BUREAU', 'verify_expert')).toBe(1);
  await register('U0ZJ0007');
  expect(asked('U0BUREAU', 'verify_expert')).toBe(2);
});

test('When only a deactivated account would be left in the bureau, Then not; the role of that account can be taken', async () => {
  await giveRole(desk, 'U0WUQING', { role: 'bureau' });
  await leave('U0WUQING');
  const bureau = async () =>
    (await desk.db.selectFrom('role_grant').select('user_id').where('role', '=', 'bureau').execute())
      .map(({ user_id }) => user_id)
      .toSorted();
  const takeFrom = async (user: string) => {
    await desk.as('U0BUREAU').command('/expert', 'settings');
    await desk.settle();
    await desk.as('U0BUREAU').submit({ user, role: 'none' });
    await desk.settle();
    await desk.as('U0BUREAU').closeModal({ all: true });
    return bureau();
  };
  expect(await takeFrom('U0BUREAU')).toEqual(['U0BUREAU', 'U0WUQING']);
  expect(await takeFrom('U0WUQING')).toEqual(['U0BUREAU']);
});

test('When a message could not reach somebody who is there all the same, Then they are asked again from the next day on', async () => {
  desk.workspace.faults.refuse('chat.postMessage', 'user_disabled', 1);
  await postNeed();
  const isGone = async () => {
    const row = await desk.db
      .selectFrom('slack_user')
      .select('deleted')
      .where('user_id', '=', 'U0BINHAI')
      .executeTakeFirst();
    return row?.deleted;
  };
  expect([await isGone(), asked('U0BUREAU', 'publish_demand')]).toEqual([true, 1]);
  await desk.look('2013-11-01T00:01:00+08:00');
  expect(await isGone()).toBe(false);
  await postNeed('另一项需求');
  expect(asked('U0BINHAI', 'publish_demand')).toBe(1);
});

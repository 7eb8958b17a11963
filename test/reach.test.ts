import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Desk, giveRole, startDesk } from './helpers/desk.ts';
import { NEED } from './helpers/need.ts';

let desk: Desk;

beforeEach(async () => {
  desk = await startDesk();
  await giveRole(desk, 'U0BINHAI', { role: 'district', districts: ['binhai'] });
  await desk.as('U0BUREAU').openHome();
  await desk.settle();
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
async function postNeed(): Promise<string> {
  const host = desk.as('U0HOST');
  await host.command('/expert-demand');
  await desk.settle();
  await host.submit(NEED);
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
});

import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Desk, giveRole, startDesk } from './helpers/desk.ts';
import { NEED } from './helpers/need.ts';
import { outgoing, type Queue, startQueue, TEAM } from './helpers/queue.ts';

describe('a message on which somebody decides', () => {
  let desk: Desk;

  beforeAll(async () => {
    desk = await startDesk();
    await giveRole(desk, 'U0BINHAI', { role: 'district', districts: ['binhai'] });
  });
  afterAll(() => desk.close());

  async function post(title: string): Promise<void> {
    const host = desk.as('U0HOST');
    await host.command('/expert-demand');
    await desk.settle();
    const { form: _, ...typed } = { form: '', ...NEED, title };
    await host.submit(typed);
    await desk.workspace.until(() => Object.keys(host.errors).length > 0 || host.views.length > 0);
    await desk.workspace.settled();
    await desk.bolt.idle();
    await host.submit({});
    await desk.workspace.settled();
    await host.closeModal({ all: true });
  }

  test('When another message to the same person is still on its way, Then the buttons go with the answer', async () => {
    await post('第一项需求');
    await desk.settle();
    const coordinator = desk.as('U0BINHAI');
    const review = () => coordinator.dms.find(({ text }) => text.includes('第一项需求'));
    const buttons = () => JSON.stringify(review()?.blocks ?? []).match(/"publish_demand"/g)?.length ?? 0;
    expect(buttons()).toBe(1);

    const message = review();
    if (!message) throw new Error('no review');
    const letGo = desk.workspace.faults.hold('chat.postMessage', 'U0BINHAI');
    await post('第二项需求');
    const before = coordinator.ephemerals.length;
    void coordinator.press(message, 'publish_demand');
    await desk.workspace.until(() => coordinator.ephemerals.length > before && buttons() === 0);
    expect(coordinator.dms.some(({ text }) => text.includes('第二项需求'))).toBe(false);
    letGo();
    await desk.settle();
    expect(buttons()).toBe(0);
  });
});

describe('the queue', () => {
  let queue: Queue;
  beforeAll(async () => {
    queue = await startQueue();
  });
  beforeEach(() => queue.reset());
  afterAll(() => queue.close());

  test('When updates are at Slack’s limit, Then what was pressed is shown all the same, and only once', async () => {
    const names = Array.from({ length: 60 }, (_, i) => `view ${i}`);
    await queue.ask('view', ...names.map((key) => outgoing(key, { lane: key })));
    await queue.drainAt(0);
    queue.pace.perTargetMs = 1;
    queue.says = ({ text = '' }) => (text === 'view 59' ? 'pressed' : `${text} again`);
    await queue.ask('view', ...names.map((key) => outgoing(key, { lane: key })));
    const sender = queue.sender();
    const ts = queue.workspace.messages('C1').find(({ text }) => text === 'view 59')?.ts ?? '';
    sender.wake();
    await queue.workspace.until(
      () => queue.textsIn('C1').filter((text) => text.endsWith('again')).length >= 50,
    );
    const shown = () =>
      queue.workspace.calls.filter(({ method, args }) => method === 'chat.update' && args.ts === ts);
    expect(shown()).toHaveLength(0);
    await sender.showPressed(TEAM, { channel: 'C1', ts });
    expect(queue.textsIn('C1')).toContain('pressed');
    expect(shown()).toHaveLength(1);
    expect(await queue.rowOf('view 59')).toMatchObject({ state: 'sent' });
    await sender.showPressed(TEAM, { channel: 'C1', ts });
    expect(shown()).toHaveLength(1);
  });
});

import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { outgoing, type Queue, startQueue } from './helpers/queue.ts';

let queue: Queue;

beforeAll(async () => {
  queue = await startQueue();
});
beforeEach(() => queue.reset());
afterAll(() => queue.close());

const numbers = Array.from({ length: 70 }, (_, i) => i);

async function sendUntil(text: string): Promise<void> {
  queue.sender().wake();
  await queue.workspace.until(() => queue.textsIn('C2').includes(text));
}

describe('the pace', () => {
  test('When one channel has many messages waiting, Then another’s does not wait for them', async () => {
    queue.pace.perTargetMs = 100;
    await queue.ask('notice', ...numbers.map((i) => outgoing(`card ${i}`, { lane: `card:${i}` })));
    await queue.ask('notice', outgoing('elsewhere', { target: 'C2' }));
    await sendUntil('elsewhere');
    expect(queue.textsIn('C1').length).toBeLessThan(5);
  });

  test('When updates are at Slack’s limit, Then new messages do not wait for them', async () => {
    const cards = numbers.map((i) => outgoing(`card ${i}`, { lane: `card:${i}` }));
    await queue.ask('view', ...cards);
    await queue.drainAt(0);
    queue.pace.perTargetMs = 1;
    queue.says = ({ text }) => `${text}, changed`;
    await queue.ask('view', ...cards);
    await queue.ask('notice', outgoing('new', { target: 'C2' }));
    await sendUntil('new, changed');
    const updates = queue.workspace.calls.filter(({ method }) => method === 'chat.update');
    expect(updates.length).toBeLessThanOrEqual(50);
  });

  test('When the process stops, Then what waits for its turn is given back at once, and goes the next time', async () => {
    queue.pace.perTargetMs = 600_000;
    await queue.ask('notice', outgoing('first', { target: 'C2' }), outgoing('second', { target: 'C2' }));
    await sendUntil('first');
    await vi.waitFor(async () => expect((await queue.rowOf('second')).state).toBe('leased'));
    await queue.stopSenders();
    expect(await queue.rowOf('second')).toMatchObject({ state: 'waiting', attempts: 0 });
    queue.pace.perTargetMs = 0;
    await queue.drainAt(0);
    expect(queue.textsIn('C2')).toEqual(['first', 'second']);
  });
});

import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { judgeCall } from '../src/outbox/judge.ts';
import { leaseDue, markSending } from '../src/outbox/lease.ts';
import { startTicks } from '../src/schedule.ts';
import { outgoing, type Queue, startQueue, TEAM } from './helpers/queue.ts';

const DAY = 24 * 60 * 60;

let queue: Queue;

beforeAll(async () => {
  queue = await startQueue();
});
beforeEach(() => queue.reset());
afterAll(() => queue.close());

describe('a clock that is set back by a day', () => {
  test('When a message waits for another try, Then it is tried at once', async () => {
    queue.workspace.faults.respond500('chat.postMessage');
    await queue.ask('notice', outgoing('late'));
    await queue.drainAt(DAY);
    expect((await queue.rowOf('late')).state).toBe('waiting');
    await queue.drainAt(0);
    expect(queue.textsIn('C1')).toEqual(['late']);
  });

  test('When Slack had limited a method, Then that is over; a new limit is heeded', async () => {
    queue.workspace.faults.respond429('chat.postMessage', { retryAfter: 30 });
    await queue.ask('notice', outgoing('one'));
    await queue.drainAt(DAY);
    await queue.drainAt(0);
    expect(queue.textsIn('C1')).toEqual(['one']);
    // The row of the old limit still stands there.
    await queue.db
      .insertInto('slack_hold')
      .values({ team_id: TEAM, method: 'chat.postMessage', until: queue.later().add({ seconds: DAY }) })
      .onConflict((oc) =>
        oc.columns(['team_id', 'method']).doUpdateSet({ until: queue.later().add({ seconds: DAY }) }),
      )
      .execute();
    queue.workspace.faults.respond429('chat.postMessage', { retryAfter: 30 });
    await queue.ask('notice', outgoing('two'));
    await queue.drainAt(1);
    await queue.drainAt(20);
    expect(queue.textsIn('C1')).toEqual(['one']);
    await queue.drainAt(40);
    expect(queue.textsIn('C1')).toEqual(['one', 'two']);
  });

  test('When a closed channel holds up others, Then all of them are tried at once', async () => {
    await queue.workspace.updateChannel('C1', { isArchived: true });
    await queue.ask('notice', outgoing('a', { lane: 'a' }), outgoing('b', { lane: 'b' }));
    await queue.drainAt(DAY);
    await queue.workspace.updateChannel('C1', { isArchived: false });
    await queue.drainAt(0);
    expect(queue.textsIn('C1').toSorted()).toEqual(['a', 'b']);
  });

  test('When a process died before, Then what it held is taken, and its post is unknown', async () => {
    await queue.drainAt(DAY);
    await queue.ask('notice', outgoing('held'), outgoing('under way', { target: 'C2' }));
    const moments = { now: queue.later(), wallNow: queue.later() };
    const rows = await leaseDue(queue.db, TEAM, moments, { 'chat.postMessage': 10 });
    for (const row of rows)
      if (row.target === 'C2') expect(await markSending(queue.db, row, queue.later())).toBe(true);
    // Its own lease is heeded as long as the clock stays as it is.
    await queue.drainAt(DAY + 60);
    expect([(await queue.rowOf('held')).state, queue.textsIn('C1')]).toEqual(['leased', []]);
    await queue.drainAt(0);
    expect([queue.textsIn('C1'), (await queue.rowOf('under way')).state]).toEqual([['held'], 'unknown']);
  });

  test('When a message waits for its reader’s working hours, Then no longer than any holiday lasts', async () => {
    const year = 365 * DAY;
    queue.quiet = { C1: year + 3600 };
    await queue.ask('notice', outgoing('by itself', { unprompted: true }));
    await queue.drainAt(year);
    expect((await queue.rowOf('by itself')).state).toBe('waiting');
    queue.quiet = {};
    await queue.drainAt(0);
    expect(queue.textsIn('C1')).toEqual(['by itself']);
  });

  test('When the machine’s own clock jumps, Then the pace goes on', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    try {
      queue.pace.perTargetMs = 1;
      const sender = queue.sender();
      const numbers = Array.from({ length: 65 }, (_, i) => `${i}`);
      await queue.ask('notice', ...numbers.map((key) => outgoing(key, { lane: key, target: 'C2' })));
      sender.wake();
      await queue.workspace.until(() => queue.textsIn('C2').length > 0);
      vi.setSystemTime(Date.now() - DAY * 1000);
      queue.clock.ahead = -DAY;
      await queue.ask('notice', outgoing('after'));
      sender.wake();
      await queue.workspace.until(() => queue.textsIn('C1').includes('after'));
      await queue.workspace.until(() => queue.textsIn('C2').length === numbers.length, 8000);
    } finally {
      vi.useRealTimers();
    }
  });

  test('When the looks of each minute go on, Then the next one comes within a minute', async () => {
    vi.useFakeTimers();
    let looks = 0;
    const run = async () => {
      looks += 1;
    };
    const ticks = startTicks([{ name: 'look', cron: '* * * * *', run }]);
    try {
      await vi.advanceTimersByTimeAsync(60_000);
      expect(looks).toBe(1);
      vi.setSystemTime(Date.now() - DAY * 1000);
      await vi.advanceTimersByTimeAsync(120_000);
      expect(looks).toBe(3);
      await ticks.stop();
      await vi.advanceTimersByTimeAsync(120_000);
      expect(looks).toBe(3);
    } finally {
      await ticks.stop();
      vi.useRealTimers();
    }
  });
});

test('When Slack names a longer pause than any, Then it is asked again after ten minutes', () => {
  const wallNow = queue.later();
  const limited = { code: 'slack_webapi_rate_limited_error', retryAfter: DAY };
  const attempt = { method: 'chat.postMessage', target: 'C1', attempts: 1, wallNow };
  expect(judgeCall(limited, attempt).nextAt).toEqual(wallNow.add({ seconds: 600 }));
});

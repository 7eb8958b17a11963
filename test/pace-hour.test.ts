import { afterEach, expect, test, vi } from 'vitest';
import { createPace } from '../src/outbox/pace.ts';
import { createRateLimits } from '../src/playground/rate-limits.ts';

const HOUR_MS = 3_600_000;

afterEach(() => {
  vi.useRealTimers();
});

/** What Slack takes and refuses of one method in an hour in which there is always more to send. */
async function callForAnHour(method: string, channels: readonly string[]) {
  vi.useFakeTimers();
  const limits = createPace({ perTargetMs: 1000 }, () => Temporal.Now.instant());
  const slack = createRateLimits();
  const seen = { taken: 0, refused: 0 };
  let isOver = false;
  async function keepCalling(channel: string): Promise<void> {
    while (!isOver)
      await limits.schedule('T1', method, channel, async () => {
        if (slack.pass(method, channel, Date.now()) > 0) seen.refused += 1;
        else {
          seen.taken += 1;
          slack.posted(channel, Date.now());
        }
      });
  }
  const calling = channels.map(keepCalling);
  await vi.advanceTimersByTimeAsync(HOUR_MS);
  const hour = { ...seen };
  isOver = true;
  const stopping = limits.stop();
  await vi.advanceTimersByTimeAsync(1000);
  await Promise.all([stopping, ...calling]);
  return hour;
}

const CHANNELS = Array.from({ length: 120 }, (_, i) => `C${i}`);

test.each([
  ['chat.update', CHANNELS, 50 * 60],
  ['views.publish', CHANNELS, 100 * 60],
  ['chat.postMessage', ['C1'], 3600],
])(
  'When %s is wanted for an hour, Then Slack refuses none and takes 95 % of what it ever takes',
  async (method, channels, ceiling) => {
    const { taken, refused } = await callForAnHour(method, channels);
    expect(refused).toBe(0);
    expect(taken).toBeGreaterThanOrEqual(ceiling * 0.95);
  },
);

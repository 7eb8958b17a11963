import { setTimeout as pause } from 'node:timers/promises';
import Bottleneck from 'bottleneck';
import { watchSetBack } from '../clock.ts';
import { isAhead, LONGEST_PAUSE } from './ceilings.ts';

export interface PaceOptions {
  /** How long a place rests after a message, in ms (Slack: about one a second); 0 switches all limits off.
   * Read for each message anew: the playground lets a whole season pass at once.
   */
  perTargetMs: number;
}

/** What Slack's tiers allow in any minute: a burst, then a steady trickle, together below the limit. */
const TIERS: Record<string, { burst: number; everyMs: number }> = {
  'chat.postMessage': { burst: 60, everyMs: 250 },
  'chat.update': { burst: 20, everyMs: 2000 },
  'views.publish': { burst: 40, everyMs: 1000 },
};

/** The in-process guard in front of the Web API, and the one owner of 429: a hold binds a method in a workspace. */
export function createPace(pace: PaceOptions, wallNow: () => Temporal.Instant) {
  let targets = new Bottleneck.Group({ maxConcurrent: 1 });
  const methods = new Map<string, Bottleneck>();
  const holds = new Map<string, Temporal.Instant>();
  const stopped = new AbortController();

  function limiterOf(key: string, method: string): Bottleneck {
    const known = methods.get(key);
    if (known) return known;
    const { burst = 20, everyMs = 1200 } = TIERS[method] ?? {};
    const made = new Bottleneck({
      reservoir: burst,
      reservoirIncreaseInterval: everyMs,
      reservoirIncreaseAmount: 1,
      reservoirIncreaseMaximum: burst,
    });
    methods.set(key, made);
    return made;
  }

  async function end(): Promise<void> {
    const limiters = [...methods.values(), ...targets.limiters().map(({ limiter }) => limiter)];
    methods.clear();
    targets = new Bottleneck.Group({ maxConcurrent: 1 });
    await Promise.all(limiters.map((limiter) => limiter.stop({ dropWaitingJobs: true })));
    await Promise.all(limiters.map((limiter) => limiter.disconnect()));
  }

  // Bottleneck reads the wall's clock: one that is set back by a day would let nothing through for a day. What waits is
  // given back to the queue, which takes it again.
  const stopWatching = watchSetBack(() => void end());

  async function wait(teamId: string, method: string, target: string, job: () => Promise<void>) {
    if (pace.perTargetMs === 0) return job();
    const byMethod = limiterOf(`${teamId}:${method}`, method);
    if (method !== 'chat.postMessage') return byMethod.schedule(job);
    // The place rests after the answer: time from start to start would shrink by what rendering took.
    await new Promise<void>((resolve, reject) => {
      async function sendAndRest(): Promise<void> {
        await byMethod.schedule(job).then(resolve, reject);
        const rest = { ref: false, signal: stopped.signal };
        await pause(pace.perTargetMs, undefined, rest).catch(() => {});
      }
      targets.key(`${teamId}:${target}`).schedule(sendAndRest).catch(reject);
    });
  }

  return {
    /** Runs the job when its turn comes. False when its turn was taken from it: then it never runs. */
    async schedule(
      teamId: string,
      method: string,
      target: string,
      job: () => Promise<void>,
    ): Promise<boolean> {
      try {
        await wait(teamId, method, target, job);
        return true;
      } catch (error) {
        if (error instanceof Bottleneck.BottleneckError) return false;
        throw error;
      }
    },
    /** Slack said Retry-After: nothing of this method goes to this workspace until then. */
    hold(teamId: string, method: string, until: Temporal.Instant): void {
      holds.set(`${teamId}:${method}`, until);
    },
    heldUntil(teamId: string, method: string): Temporal.Instant | undefined {
      const until = holds.get(`${teamId}:${method}`);
      return until && isAhead(until, wallNow(), LONGEST_PAUSE) ? until : undefined;
    },
    /** What waits for its turn is let go; what is under way ends. Called once. */
    async stop(): Promise<void> {
      stopWatching();
      stopped.abort();
      await end();
    },
  };
}

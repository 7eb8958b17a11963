import { setMaxListeners } from 'node:events';
import Bottleneck from 'bottleneck';
import { watchSetBack } from '../clock.ts';
import { isAhead, LONGEST_PAUSE } from './ceilings.ts';

export interface PaceOptions {
  /** How long a place rests after a message, in ms (Slack: about one a second); 0 switches all limits off,
   * and the queue's own rests. Read for each message anew: the playground lets a whole season pass at once.
   */
  perTargetMs: number;
}

/** How many calls of a method Slack takes in any minute, in one workspace. */
const PER_MINUTE: Record<string, number> = {
  'chat.postMessage': 300,
  'chat.update': 50,
  'views.publish': 100,
};
const USUAL = 50;

/** A minute, and what two clocks may differ. */
const MINUTE_MS = 60_250;

/** The in-process guard in front of the Web API, and the one owner of 429: a hold binds a method in a workspace. */
export function createPace(pace: PaceOptions, wallNow: () => Temporal.Instant) {
  let targets = new Bottleneck.Group({ maxConcurrent: 1 });
  const methods = new Map<string, Bottleneck>();
  const holds = new Map<string, Temporal.Instant>();
  let rests = createRests();

  /** Each call keeps one of the minute's places until a minute after its answer: so many at once, never more in any minute. */
  function limiterOf(key: string, method: string): Bottleneck {
    const known = methods.get(key);
    if (known) return known;
    const made = new Bottleneck({ maxConcurrent: PER_MINUTE[method] ?? USUAL });
    methods.set(key, made);
    return made;
  }

  async function end(): Promise<void> {
    const limiters = [...methods.values(), ...targets.limiters().map(({ limiter }) => limiter)];
    methods.clear();
    targets = new Bottleneck.Group({ maxConcurrent: 1 });
    rests.abort();
    rests = createRests();
    await Promise.all(limiters.map((limiter) => limiter.stop({ dropWaitingJobs: true })));
    await Promise.all(limiters.map((limiter) => limiter.disconnect()));
  }

  // What waits for a clock that is set back by a day would wait for a day: it is given back to the queue, which takes it
  // again.
  const stopWatching = watchSetBack(() => void end());

  async function wait(teamId: string, method: string, target: string, job: () => Promise<void>) {
    if (pace.perTargetMs === 0) return job();
    const { signal } = rests;
    const inMinute = () => takeTurn(limiterOf(`${teamId}:${method}`, method), MINUTE_MS, job, signal);
    if (method !== 'chat.postMessage') return inMinute();
    await takeTurn(targets.key(`${teamId}:${target}`), pace.perTargetMs, inMinute, signal);
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
      await end();
    },
  };
}

/** What ends the rests that are under way, of which there may be hundreds. */
function createRests(): AbortController {
  const rests = new AbortController();
  setMaxListeners(0, rests.signal);
  return rests;
}

/** Resolves with the job; its place rests for so long after that, or the time from start to start would shrink by it. */
function takeTurn(
  limiter: Bottleneck,
  restMs: number,
  job: () => Promise<void>,
  signal: AbortSignal,
): Promise<void> {
  return new Promise((resolve, reject) => {
    async function workAndRest(): Promise<void> {
      await job().then(resolve, reject);
      await rest(restMs, signal);
    }
    limiter.schedule(workAndRest).catch(reject);
  });
}

/** Resolves when the time is over, or at once when rests are ended. */
function rest(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const timer = setTimeout(end, ms).unref();
    function end(): void {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      resolve();
    }
    signal.addEventListener('abort', end);
  });
}

import { setTimeout as pause } from 'node:timers/promises';
import { isAhead, LONGEST_PAUSE } from './ceilings.ts';
import { createTrickle, type Trickle } from './trickle.ts';

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

const USUAL_TIER = { burst: 20, everyMs: 1200 };

/** The in-process guard in front of the Web API, and the one owner of 429: a hold binds a method in a workspace. */
export function createPace(pace: PaceOptions, wallNow: () => Temporal.Instant) {
  /** By place: resolves when the last message there has been answered and the place has rested. */
  const rests = new Map<string, Promise<void>>();
  const trickles = new Map<string, Trickle>();
  const holds = new Map<string, Temporal.Instant>();
  const end = new AbortController();

  function trickleOf(teamId: string, method: string): Trickle {
    const key = `${teamId}:${method}`;
    const known = trickles.get(key);
    if (known) return known;
    const made = createTrickle(TIERS[method] ?? USUAL_TIER, end.signal);
    trickles.set(key, made);
    return made;
  }

  /** One at a time, in order. The place rests after the answer: from start to start would shrink by what rendering took. */
  async function inTurn(place: string, work: () => Promise<boolean>): Promise<boolean> {
    const before = rests.get(place);
    const { promise: rested, resolve } = Promise.withResolvers<void>();
    rests.set(place, rested);
    await before;
    try {
      return await work();
    } finally {
      void rest().then(() => {
        if (rests.get(place) === rested) rests.delete(place);
        resolve();
      });
    }
  }

  async function rest(): Promise<void> {
    await pause(pace.perTargetMs, undefined, { ref: false, signal: end.signal }).catch(() => {});
  }

  return {
    /** Runs the job when its turn comes. False when all was stopped before: then it never runs. */
    async schedule(
      teamId: string,
      method: string,
      target: string,
      job: () => Promise<void>,
    ): Promise<boolean> {
      async function work(): Promise<boolean> {
        if (pace.perTargetMs > 0 && !(await trickleOf(teamId, method).turn())) return false;
        await job();
        return true;
      }
      const isPaced = pace.perTargetMs > 0 && method === 'chat.postMessage';
      return isPaced ? inTurn(`${teamId}:${target}`, work) : work();
    },
    /** Slack said Retry-After: nothing of this method goes to this workspace until then. */
    hold(teamId: string, method: string, until: Temporal.Instant): void {
      holds.set(`${teamId}:${method}`, until);
    },
    heldUntil(teamId: string, method: string): Temporal.Instant | undefined {
      const until = holds.get(`${teamId}:${method}`);
      return until && isAhead(until, wallNow(), LONGEST_PAUSE) ? until : undefined;
    },
    /** What waits for its turn is let go; what is under way ends. */
    stop(): void {
      end.abort();
    },
  };
}

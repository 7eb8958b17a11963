import { setTimeout as pause } from 'node:timers/promises';
import type { PaceOptions } from './pace.ts';

/** Milliseconds between looks that have a cause, while the queue is busy: acts that come meanwhile share the next one. */
const BUNDLE_MS = 200;

/** As many turns as what follows from acts gives way for: two seconds. */
const MOST_TURNS = 10;

/**
 * When the queue looks: at once when something is asked for and it was idle, a few times a second when it is not; at
 * once always while nothing is paced.
 */
export function createLooks(pace: PaceOptions) {
  let lookedAt = Number.NEGATIVE_INFINITY;
  let poked = Promise.withResolvers<void>();

  function rest(): number {
    return pace.perTargetMs > 0 ? lookedAt + BUNDLE_MS - performance.now() : 0;
  }

  return {
    /** A look begins, and sees all that was committed before. Resolves when something is asked for after this. */
    begin(): Promise<void> {
      lookedAt = performance.now();
      return poked.promise;
    },
    poke(): void {
      poked.resolve();
      poked = Promise.withResolvers();
    },
    /** Milliseconds until the next look has its turn. */
    rest,
    /** Resolves when it has. */
    async turn(): Promise<void> {
      const ms = rest();
      if (ms > 0) await pause(ms, undefined, { ref: false });
    },
    /** Resolves when nobody waits for an answer any more, or others had their turn for long enough; at once while nothing is paced. */
    async giveWay(isAnswering: () => boolean): Promise<void> {
      for (let turn = 0; pace.perTargetMs > 0 && turn < MOST_TURNS && isAnswering(); turn += 1)
        await pause(BUNDLE_MS, undefined, { ref: false });
    },
    /** Until half of what is under way has ended; or anything happened, and the last look is some time ago. */
    async untilCause(underWay: ReadonlyMap<Promise<void>, unknown>, poked: Promise<void>): Promise<void> {
      const most = underWay.size;
      let hasHappened = false;
      void poked.then(() => {
        hasHappened = true;
      });
      while (underWay.size > most / 2) {
        if (hasHappened && rest() <= 0) return;
        const next = hasHappened ? pause(Math.max(1, rest()), undefined, { ref: false }) : poked;
        await Promise.race([...underWay.keys(), next]);
        hasHappened ||= underWay.size < most;
      }
    },
  };
}

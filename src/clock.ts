/** Programme time: the wall clock, or one that started on another day and can be moved (the playground). */
export interface Clock {
  now(): Temporal.Instant;
  /** Goes on from this moment. */
  moveTo(moment: Temporal.Instant): void;
}

export function wallNow(): Temporal.Instant {
  return Temporal.Now.instant();
}

/** A clock that shows `start` now and runs on at the speed of the wall clock. */
export function createClock(start: Temporal.Instant, wall: () => Temporal.Instant = wallNow): Clock {
  let ahead = wall().until(start);
  return {
    now: () => wall().add(ahead),
    moveTo(moment) {
      ahead = wall().until(moment);
    },
  };
}

/**
 * Runs at each full minute of the clock, never twice at once. The wait is measured anew each time and is a minute at
 * most: node-cron waits for a moment, and a clock that is set back by a day would put that off by a day.
 */
export function everyMinute(run: () => Promise<void>, wallNow: () => Temporal.Instant): { stop(): void } {
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;

  function wait(): void {
    if (stopped) return;
    timer = setTimeout(() => void run().finally(wait), 60_000 - (wallNow().epochMilliseconds % 60_000));
  }

  wait();
  return {
    stop() {
      stopped = true;
      clearTimeout(timer);
    },
  };
}

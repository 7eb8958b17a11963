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

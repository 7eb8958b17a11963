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

/** A step smaller than this is the machine keeping its clock right. */
const STEP_MS = 1000;

/** Calls within a second of the machine's clock being set back; returns what ends the watch. */
export function watchSetBack(onSetBack: () => void): () => void {
  const lead = () => Date.now() - performance.now();
  let before = lead();
  const timer = setInterval(() => {
    const now = lead();
    if (now < before - STEP_MS) onSetBack();
    before = now;
  }, 1000).unref();
  return () => clearInterval(timer);
}

/** The first of these moments, leaving out those that aren't known. */
export function earliest(...moments: (Temporal.Instant | undefined)[]): Temporal.Instant | undefined {
  return moments
    .filter((one) => one !== undefined)
    .reduce<Temporal.Instant | undefined>(
      (first, one) => (first && Temporal.Instant.compare(first, one) <= 0 ? first : one),
      undefined,
    );
}

/** How many addresses that are none one browser, and all together, may ask for in ten minutes. */
const MOST_EACH = 30;
const MOST_TOGETHER = 1000;
const WINDOW_MS = 10 * 60_000;

/** Counts those who ask for what isn't there; what is there is shown to anybody, however many guess. */
export interface Misses {
  /** True while the budget lasts. */
  take(from: string, nowMs: number): boolean;
}

/** In memory, of this process: whoever guesses meets 128 random bits as well. */
export function createMisses(): Misses {
  let endsAt = 0;
  let together = 0;
  const each = new Map<string, number>();
  return {
    take(from, nowMs) {
      if (nowMs >= endsAt) {
        endsAt = nowMs + WINDOW_MS;
        together = 0;
        each.clear();
      }
      // Once all have spent theirs, nobody new is remembered.
      if (together >= MOST_TOGETHER) return false;
      together += 1;
      const own = (each.get(from) ?? 0) + 1;
      each.set(from, own);
      return own <= MOST_EACH;
    },
  };
}

/** In seconds: when to come back at the latest. */
export const RETRY_AFTER = WINDOW_MS / 1000;

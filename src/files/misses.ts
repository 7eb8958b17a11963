/** Guesses that an address may make in a minute, and all addresses together. */
const BY_ADDRESS = 30;
const BY_ALL = 600;
const MINUTE_MS = 60_000;

/** Counts what was asked for in vain, by the minute. What is found is never held against anybody. */
export interface Misses {
  /** Writes one down; true when there were too many. */
  add(address: string | undefined): boolean;
}

const OF_DESKS = new WeakMap<object, Misses>();

/** Those of one desk: all its pages have one budget. */
export function missesOf(desk: object): Misses {
  const misses = OF_DESKS.get(desk) ?? createMisses();
  OF_DESKS.set(desk, misses);
  return misses;
}

export function createMisses(now: () => number = performance.now.bind(performance)): Misses {
  let since = now();
  let all = 0;
  let byAddress = new Map<string, number>();
  return {
    add(address = '') {
      if (now() - since >= MINUTE_MS) {
        since = now();
        all = 0;
        byAddress = new Map();
      }
      all += 1;
      const own = (byAddress.get(address) ?? 0) + 1;
      // Nobody fills the memory with addresses: past all that is allowed no new one is kept.
      if (all <= BY_ALL) byAddress.set(address, own);
      return own > BY_ADDRESS || all > BY_ALL;
    },
  };
}

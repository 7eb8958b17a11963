import { type RawBuilder, sql } from 'kysely';

/**
 * The longest that anything of the queue may still have to wait, from now. A moment that was written while the clock
 * was ahead, and is further away than that, counts as over: a clock that is set back must not stop the queue for as long.
 */

/** Seconds: the largest back-off, and the most that is believed when Slack says for how long it limits us. */
export const LONGEST_BACK_OFF = 600;

/** What waits behind another message waits five minutes longer than it; the rest is for clocks that differ. */
export const LONGEST_PAUSE = { minutes: 20 } as const;

/** Within this all cards of a repair have their turn, however many there are. */
export const LONGEST_REPAIR_MS = 15 * 60_000;

export const LEASE = { seconds: 90 } as const;

/** The lease itself, and as much again for processes whose clocks differ. */
export const LONGEST_LEASE = { seconds: 180 } as const;

/** Until somebody is at work again: the longest holiday, and their own days off. */
export const LONGEST_QUIET = { hours: 31 * 24 } as const;

type Ceiling = typeof LONGEST_PAUSE | typeof LONGEST_LEASE | typeof LONGEST_QUIET;

/** Is this moment still to come, by a clock that may have been set back since it was written? */
export function isAhead(until: Temporal.Instant, now: Temporal.Instant, ceiling: Ceiling): boolean {
  const isLater = Temporal.Instant.compare(until, now) > 0;
  return isLater && Temporal.Instant.compare(until, now.add(ceiling)) <= 0;
}

/** The same of a column; false where it is empty. */
export function isColumnAhead(column: string, now: Temporal.Instant, ceiling: Ceiling): RawBuilder<boolean> {
  const until = sql.ref(column);
  return sql<boolean>`(coalesce(${until} > ${now}, false) and ${until} <= ${now.add(ceiling)})`;
}

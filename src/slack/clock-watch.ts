import type { Logger } from 'pino';

/** What Slack's stamps say of this machine's clock. */
export interface ClockWatch {
  /** A well-signed request came from this many seconds ahead. */
  foundBehind(seconds: number): void;
  /** A well-signed request came in time: whatever was wrong is mended. */
  foundInTime(): void;
  /** By how many seconds the clock is behind Slack's, as far as is known. */
  behind(): number | undefined;
}

const SAID_EVERY_MS = 60_000;

/** Says it in the log, once a minute at most, and keeps it for `/readyz`. Nothing is told by the unsigned. */
export function createClockWatch(wallNow: () => Temporal.Instant, log: Logger): ClockWatch {
  let behind: number | undefined;
  let saidAt = Number.NEGATIVE_INFINITY;
  return {
    foundBehind(seconds) {
      behind = seconds;
      const now = wallNow().epochMilliseconds;
      // A clock that was set back meanwhile counts as a new trouble.
      if (Math.abs(now - saidAt) < SAID_EVERY_MS) return;
      saidAt = now;
      log.error(
        { seconds },
        "this machine's clock is behind Slack's: every request is refused until it is set",
      );
    },
    foundInTime() {
      behind = undefined;
    },
    behind: () => behind,
  };
}

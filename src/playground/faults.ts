/** Faults on demand: what a network and a busy Slack do to an app. */

export interface Fault {
  kind: 'respond429' | 'respond500' | 'refuse' | 'delay' | 'dropAfterAccept' | 'dropBefore';
  /** A Web API method, or `*`. */
  method: string;
  times: number;
  retryAfter?: number;
  ms?: number;
  /** Instead of `ms`: when it may go on. */
  until?: Promise<void>;
  /** Slack's own word for why it refuses. */
  error?: string;
  channel?: string;
}

export interface Faults {
  /** `retryAfter` in seconds; `times` defaults to 1. */
  respond429(method: string, options: { retryAfter: number; times?: number; channel?: string }): void;
  respond500(method: string, times?: number): void;
  /** Answers `ok: false` with this error. */
  refuse(method: string, error: string, times?: number): void;
  /** Holds the call for that long (real time) before Slack looks at it. */
  delay(method: string, ms: number, times?: number): void;
  /** Holds one call to this channel before Slack looks at it, until the answer is called. */
  hold(method: string, channel: string): () => void;
  /** Slack acts on the call; its answer is lost. */
  dropAfterAccept(method: string, times?: number): void;
  /** The call is lost before Slack has seen it. */
  dropBefore(method: string, times?: number): void;
  clear(): void;
  /** Those that have not struck as often as they should. */
  readonly pending: readonly Readonly<Fault>[];
  /** Uses up and returns the faults that strike this call. */
  strike(method: string, channel: unknown): Fault[];
}

/** Makes an empty list of faults. */
export function createFaults(): Faults {
  let pending: Fault[] = [];
  return {
    respond429: (method, { retryAfter, times = 1, channel }) => {
      pending.push({ kind: 'respond429', method, times, retryAfter, channel });
    },
    respond500: (method, times = 1) => void pending.push({ kind: 'respond500', method, times }),
    refuse: (method, error, times = 1) => void pending.push({ kind: 'refuse', method, times, error }),
    delay: (method, ms, times = 1) => void pending.push({ kind: 'delay', method, times, ms }),
    hold(method, channel) {
      const { promise, resolve } = Promise.withResolvers<void>();
      pending.push({ kind: 'delay', method, times: 1, channel, until: promise });
      return resolve;
    },
    dropAfterAccept: (method, times = 1) => void pending.push({ kind: 'dropAfterAccept', method, times }),
    dropBefore: (method, times = 1) => void pending.push({ kind: 'dropBefore', method, times }),
    clear: () => {
      pending = [];
    },
    get pending() {
      return pending;
    },
    strike(method, channel) {
      const hits = pending.filter(
        (fault) =>
          (fault.method === method || fault.method === '*') &&
          (fault.channel === undefined || fault.channel === channel),
      );
      for (const hit of hits) hit.times -= 1;
      pending = pending.filter((fault) => fault.times > 0);
      return hits;
    },
  };
}

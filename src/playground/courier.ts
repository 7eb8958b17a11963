/** What Slack tells the app, with the three retries of the Events API. Wall time throughout. */
import { postSigned } from './http-delivery.ts';
import { recordDelivery } from './log.ts';
import type { Delivery, DeliveryKind } from './records.ts';
import type { Sockets } from './sockets.ts';
import { faultApp, type Team } from './team.ts';

/** Milliseconds an app has to acknowledge. */
const ACK_LIMIT = 3000;
/** After the first attempt: at once, after a minute, after five. Source: docs.slack.dev/apis/events-api. */
const RETRY_AFTER = [0, 60_000, 300_000];

export interface DeliveryOptions {
  userAgent?: string;
  badSignature?: boolean;
  /** Seconds; the signature is made for it. */
  timestamp?: number;
  retryNum?: number;
  retryReason?: string;
  /** Made up by a test: a refusal is no breach. */
  isForged?: boolean;
}

export interface Courier {
  /** `body` is the payload, or a raw form. Never rejects. */
  send(kind: DeliveryKind, body: unknown, options?: DeliveryOptions): Promise<Delivery>;
  /** An event, retried like Slack does; resolves with the first attempt. */
  sendEvent(body: unknown): Promise<Delivery>;
  /** Sends the retries that have become due. */
  tick(): Promise<void>;
  settled(): Promise<void>;
  close(): void;
}

/** Carries this workspace's requests until it is closed. */
export function createCourier(team: Team, sockets: Sockets): Courier {
  const inFlight = new Set<Promise<unknown>>();
  const aborts = new Set<AbortController>();
  const waiting = new Map<() => Promise<void>, { due: number; timer: NodeJS.Timeout }>();
  let closed = false;

  function track<T>(work: Promise<T>): Promise<T> {
    inFlight.add(work);
    return work.finally(() => inFlight.delete(work));
  }

  async function attempt(kind: DeliveryKind, body: unknown, options: DeliveryOptions) {
    const at = team.options.wallNow();
    const delivery: Delivery = { kind, body: snapshot(body), status: 0, ms: 0, response: undefined, at };
    if (options.retryNum !== undefined) delivery.retryNum = options.retryNum;
    if (options.retryReason !== undefined) delivery.retryReason = options.retryReason;
    recordDelivery(team, delivery);
    const abort = new AbortController();
    aborts.add(abort);
    const timer = setTimeout(() => abort.abort(), ACK_LIMIT);
    let noRetry = false;
    try {
      const answered =
        team.options.delivery === 'socket'
          ? await sockets.carry(kind, delivery, abort.signal)
          : await postSigned(team, kind, body, options, abort.signal);
      Object.assign(delivery, { status: answered.status, response: answered.response });
      noRetry = answered.noRetry;
      if (answered.status < 200 || answered.status > 299) delivery.error = 'http_error';
    } catch {
      delivery.error = abort.signal.aborted ? 'operation_timeout' : 'connection_failed';
    }
    clearTimeout(timer);
    aborts.delete(abort);
    delivery.ms = team.options.wallNow() - at;
    if (delivery.ms > ACK_LIMIT) delivery.error = 'operation_timeout';
    if (!closed) noteBreach(team, delivery, options);
    team.changed();
    return { delivery, noRetry };
  }

  function retry(body: unknown, retryNum: number, reason: string): void {
    const wait = RETRY_AFTER[retryNum - 1];
    if (closed || wait === undefined) return;
    async function run(): Promise<void> {
      clearTimeout(waiting.get(run)?.timer);
      waiting.delete(run);
      const { delivery, noRetry } = await attempt('event', body, { retryNum, retryReason: reason });
      if (delivery.error && !noRetry) retry(body, retryNum + 1, reasonOf(delivery));
    }
    if (wait === 0) void track(run());
    else {
      const timer = setTimeout(() => void track(run()), wait);
      timer.unref();
      waiting.set(run, { due: team.options.wallNow() + wait, timer });
    }
  }

  return {
    send: (kind, body, options = {}) => track(attempt(kind, body, options).then(({ delivery }) => delivery)),
    async sendEvent(body) {
      const { delivery, noRetry } = await track(attempt('event', body, {}));
      if (delivery.error && !noRetry) retry(body, 1, reasonOf(delivery));
      return delivery;
    },
    async tick() {
      const due = [...waiting].filter(([, retryAt]) => retryAt.due <= team.options.wallNow());
      await Promise.all(due.map(([run]) => track(run())));
    },
    async settled() {
      while (inFlight.size > 0) await Promise.allSettled([...inFlight]);
    },
    close() {
      closed = true;
      for (const { timer } of waiting.values()) clearTimeout(timer);
      for (const abort of aborts) abort.abort();
      waiting.clear();
    },
  };
}

function noteBreach(team: Team, { kind, error, status }: Delivery, { isForged }: DeliveryOptions): void {
  if (error === 'operation_timeout') faultApp(team, `${kind}: acknowledged after more than 3 s`);
  else if (error === 'http_error' && !isForged) faultApp(team, `${kind}: answered ${status}`);
}

function reasonOf({ error }: Delivery): string {
  return error === 'operation_timeout' ? 'http_timeout' : (error ?? 'unknown_error');
}

function snapshot(body: unknown): unknown {
  return typeof body === 'string' ? body : JSON.parse(JSON.stringify(body));
}

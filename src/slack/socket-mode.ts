import { setTimeout as pause } from 'node:timers/promises';
import { type App, type Logger as BoltLogger, type Receiver, SocketModeReceiver } from '@slack/bolt';
import type { WebClientOptions } from '@slack/web-api';
import type { Logger } from 'pino';
import { logMisshapen } from './door-keeper.ts';
import { checkPayload } from './payload.ts';

export interface Sockets {
  /** For Bolt; its `start` resolves with the first socket, and rejects when Slack refuses the token. */
  receiver: Receiver;
  /** How many sockets are open. */
  open(): number;
  /** Takes nothing more: what still comes goes unacknowledged, and Slack delivers it elsewhere or again. */
  refuse(): void;
}

export interface SocketOptions {
  appToken: string;
  /** Made anew for each socket: the SDK writes into it. */
  clientOptions(): WebClientOptions;
  logger: BoltLogger;
  log: Logger;
}

/** Slack renews each socket every few hours; meanwhile the other one takes everything. */
const SOCKETS = 2;

/** Milliseconds without a pong after which a socket counts as dead; a busy process may be silent for a while. */
const PONG_MS = 10_000;

/** Milliseconds. A peer that is gone would otherwise hold up the end for half a minute. */
const FAREWELL_MS = 1000;
const LONGEST_PAUSE_MS = 30_000;

/** No use in trying again with this token. */
const HOPELESS = [
  'not_authed',
  'invalid_auth',
  'account_inactive',
  'team_disabled',
  'not_allowed_token_type',
];

/**
 * Socket Mode over two sockets which this file keeps open: left to itself the SDK waits five seconds after each
 * renewal, and one failed request for a new socket ends the process.
 */
export function createSockets({ appToken, clientOptions, logger, log }: SocketOptions): Sockets {
  const stopped = new AbortController();
  let taking = true;
  let open = 0;
  const receivers = Array.from(
    { length: SOCKETS },
    () =>
      new SocketModeReceiver({
        ...{ appToken, logger, autoReconnectEnabled: false, clientPingTimeout: PONG_MS },
        installerOptions: { clientOptions: clientOptions() },
      }),
  );

  for (const { client } of receivers) spareTheReader(client);

  /** Until stopped: opens the socket, waits for its end, opens it again; `first` hears how it began. */
  async function keepOpen(receiver: SocketModeReceiver, first: (failure?: unknown) => void): Promise<void> {
    let failures = 0;
    while (!stopped.signal.aborted) {
      const { promise: ended, resolve: end } = Promise.withResolvers<void>();
      receiver.client.once('disconnected', end);
      try {
        await receiver.start();
        failures = 0;
        open += 1;
        first();
        await ended;
        open -= 1;
      } catch (failure) {
        receiver.client.off('disconnected', end);
        failures += 1;
        first(failure);
        log.warn({ reason: reasonOf(failure), failures }, 'no socket to Slack');
        const wait = Math.min(2 ** failures * 500, LONGEST_PAUSE_MS);
        await pause(wait, undefined, { signal: stopped.signal }).catch(() => {});
      }
    }
  }

  const receiver: Receiver = {
    init(app: App) {
      const guard: Pick<App, 'processEvent'> = {
        async processEvent(event) {
          if (!taking) return;
          const misshapen = checkPayload(event.body);
          if (!misshapen) return app.processEvent(event);
          logMisshapen(log, misshapen);
          // So that it doesn't come again.
          await event.ack();
        },
      };
      for (const one of receivers) one.init(guard as App);
    },
    start: () =>
      new Promise<void>((resolve, reject) => {
        function first(failure?: unknown): void {
          if (HOPELESS.includes(reasonOf(failure) ?? '')) reject(failure);
          else resolve();
        }
        for (const one of receivers) void keepOpen(one, first);
      }),
    async stop() {
      stopped.abort();
      const gone = receivers.map(({ client }) => client.disconnect());
      await Promise.race([Promise.all(gone), pause(FAREWELL_MS)]);
    },
  };
  return {
    receiver,
    open: () => open,
    refuse() {
      taking = false;
    },
  };
}

function reasonOf(failure: unknown): string | undefined {
  const { data, code } = (failure ?? {}) as { data?: { error?: string }; code?: string };
  return data?.error ?? code;
}

/** By this type, which Slack doesn't know, the SDK hands a payload on without looking into it. */
const UNREAD = 'unread';

/**
 * Of an event the SDK reads the type where nobody can catch what it throws. An envelope without one is given to it as
 * one of another type, and is turned away like all that has no right shape.
 */
function spareTheReader(client: SocketModeReceiver['client']): void {
  const listeners = client.listeners('ws_message');
  client.removeAllListeners('ws_message');
  client.on('ws_message', (data: unknown, isBinary: boolean) => {
    const readable = isBinary ? data : makeReadable(String(data));
    if (readable === undefined) return;
    for (const hear of listeners) hear.call(client, readable, isBinary);
  });
}

/** Undefined for what is no envelope at all. */
function makeReadable(data: string): string | undefined {
  let envelope: { type?: unknown; payload?: { event?: { type?: unknown } | null } | null } | null;
  try {
    envelope = JSON.parse(data) as typeof envelope;
  } catch {
    return undefined;
  }
  if (typeof envelope !== 'object' || envelope === null) return undefined;
  const isReadable = envelope.type !== 'events_api' || typeof envelope.payload?.event?.type === 'string';
  return isReadable ? data : JSON.stringify({ ...envelope, type: UNREAD });
}

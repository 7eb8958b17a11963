import type { RequestListener } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { App, type Logger as BoltLogger, HTTPReceiver, LogLevel } from '@slack/bolt';
import { WebClient, type WebClientOptions } from '@slack/web-api';
import type { Logger } from 'pino';
import { keepDoor } from './door-keeper.ts';
import { doorOf } from './errors.ts';
import { createEar, createGranted, type Granted } from './granted.ts';
import { createSockets } from './socket-mode.ts';

export interface BoltOptions {
  botToken: string;
  signingSecret: string | undefined;
  appToken: string | undefined;
  apiUrl: string;
  wallNow: () => Temporal.Instant;
  log: Logger;
}

export interface Bolt {
  app: App;
  /** Answers people: short time-out, never waits behind a burst. */
  interactive: WebClient;
  /** Looks people up: an answer waits a second for it at most, as Slack's triggers die after three. */
  lookup: WebClient;
  /** Sends the queue. */
  queue: WebClient;
  granted: Granted;
  /** Over HTTP: takes POST /slack/events. Undefined in Socket Mode. */
  takeEvents: RequestListener | undefined;
  /** 'not_asked' until auth.test was answered once. */
  reached(): 'yes' | 'no' | 'not_asked';
  /** Connects (Socket Mode) and finds out whose token this is; HTTP needs no start. */
  start(): Promise<void>;
  stop(): Promise<void>;
  /** Resolves when every interaction taken so far has been worked through, acknowledged or not. */
  idle(): Promise<void>;
}

/** How long Slack waits for an acknowledgement, in ms. */
const ACK_MS = 3000;

/** No retries inside the client: the queue owns them, and a blind resend would double a post. */
function clientOptions(apiUrl: string, timeout: number, logger: BoltLogger): WebClientOptions {
  return { logger, slackApiUrl: apiUrl, rejectRateLimitedCalls: true, retryConfig: { retries: 0 }, timeout };
}

export function createBolt({ botToken, signingSecret, appToken, apiUrl, wallNow, log }: BoltOptions): Bolt {
  const logger = boltLogger(log);
  const ear = createEar();
  const botOptions = (timeout: number) => ({ ...clientOptions(apiUrl, timeout, logger), fetch: ear.fetch });
  const interactive = new WebClient(botToken, botOptions(2500));
  const lookup = new WebClient(botToken, botOptions(1000));
  const queue = new WebClient(botToken, botOptions(30_000));
  const http = appToken
    ? undefined
    : new HTTPReceiver({ signingSecret: signingSecret ?? '', endpoints: '/slack/events', logger });
  const sockets = appToken
    ? createSockets({ appToken, clientOptions: () => clientOptions(apiUrl, 10_000, logger), logger, log })
    : undefined;
  let home: { teamId: string; botId?: string; botUserId?: string } | undefined;
  let failed = false;
  let asking: Promise<void> | undefined;

  /** One question at a time, however many wait for its answer. */
  function identify(): Promise<void> {
    asking ??= askWho().finally(() => {
      asking = undefined;
    });
    return asking;
  }

  async function askWho(): Promise<void> {
    try {
      const { team_id, bot_id, user_id } = await interactive.auth.test();
      failed = false;
      if (team_id)
        home = {
          teamId: team_id,
          ...(bot_id ? { botId: bot_id } : {}),
          ...(user_id ? { botUserId: user_id } : {}),
        };
    } catch (error) {
      failed = true;
      log.warn(
        {
          reason:
            (error as { data?: { error?: string }; code?: string }).data?.error ??
            (error as { code?: string }).code,
        },
        'auth.test failed',
      );
    }
  }

  const app = new App({
    ...(http ? { receiver: http } : {}),
    ...(sockets ? { receiver: sockets.receiver } : {}),
    logger,
    convoStore: false,
    extendedErrorHandler: true,
    clientOptions: botOptions(2500),
    authorize: async ({ teamId }) => {
      if (!home) void identify();
      // One token serves one workspace; a payload of another one is not ours to act on.
      if (home && teamId && teamId !== home.teamId) throw new Error('payload of another workspace');
      return { botToken, ...home, ...(teamId ? { teamId } : {}) };
    },
  });

  const underWay = new Set<Promise<void>>();
  app.use(async ({ next, body, context: { retryNum } }) => {
    const since = performance.now();
    const one = Promise.resolve(next());
    underWay.add(one);
    await one.finally(() => underWay.delete(one));
    const ms = Math.round(performance.now() - since);
    log.debug({ door: doorOf(body), ms, ...(retryNum ? { retry: retryNum } : {}) }, 'attended');
  });

  async function idle(): Promise<void> {
    while (underWay.size > 0) await Promise.allSettled([...underWay]);
  }

  return {
    app,
    interactive,
    lookup,
    queue,
    granted: createGranted(lookup, ear.scopes),
    takeEvents: http && keepDoor(http.requestListener, wallNow),
    reached() {
      // Over HTTP nothing else would ask again before Slack's next payload.
      if (failed) void identify();
      return failed || sockets?.open() === 0 ? 'no' : home ? 'yes' : 'not_asked';
    },
    async start() {
      if (sockets) await app.start();
      await identify();
    },
    async stop() {
      if (!sockets) return;
      sockets.refuse();
      // What was taken is acknowledged through its own socket, within Slack's three seconds.
      await Promise.race([idle(), pause(ACK_MS)]);
      await app.stop();
    },
    idle,
  };
}

/** The SDK's own lines may quote payloads at debug level: only warnings and errors are let through, as JSON. */
function boltLogger(log: Logger): BoltLogger {
  return {
    debug: () => {},
    info: () => {},
    // What follows a colon may quote a body.
    warn: (...words: unknown[]) =>
      log.warn({ from: 'slack_sdk' }, String(words[0]).split(':')[0]?.slice(0, 100)),
    error: (...words: unknown[]) =>
      log.error({ from: 'slack_sdk' }, String(words[0]).split(':')[0]?.slice(0, 100)),
    setLevel: () => {},
    getLevel: () => LogLevel.WARN,
    setName: () => {},
  };
}

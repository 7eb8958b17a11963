import type { RequestListener } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { App, type Logger as BoltLogger, LogLevel } from '@slack/bolt';
import { WebClient, type WebClientOptions } from '@slack/web-api';
import type { Logger } from 'pino';
import { createClockWatch } from './clock-watch.ts';
import { keepDoor } from './door-keeper.ts';
import { createDownload } from './download.ts';
import { doorOf } from './errors.ts';
import { createEar, createGranted, type Granted } from './granted.ts';
import { ACK_MS, createHttpReceiver } from './http-receiver.ts';
import { createOwnTeam, type OwnTeam } from './own-team.ts';
import { createSockets } from './socket-mode.ts';
import { hearAll } from './unheard.ts';

export interface BoltOptions {
  botToken: string;
  signingSecret: string | undefined;
  appToken: string | undefined;
  apiUrl: string;
  wallNow: () => Temporal.Instant;
  /** Says whose payloads these may be while Slack doesn't. */
  /** Whose data the database holds. */
  listTeams: () => Promise<string[]>;
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
  /** By how many seconds our clock is behind Slack's: everything is refused then. Undefined when it isn't. */
  clockBehind(): number | undefined;
  /** 'not_asked' until auth.test was answered once. */
  reached(): 'yes' | 'no' | 'not_asked';
  /** Whose token this is, and nobody else's messages are ours to send. */
  ownTeam: OwnTeam;
  /**
   * Connects (Socket Mode) and finds out whose token this is.
   *
   * @throws ForeignDatabase when Slack answers and the database is another workspace's.
   */
  start(): Promise<void>;
  stop(): Promise<void>;
  /** Whether somebody's interaction is being worked through. */
  isAnswering(): boolean;
  /** Resolves when every interaction taken so far has been worked through, acknowledged or not. */
  idle(): Promise<void>;
}

/** No retries inside the client: the queue owns them, and a blind resend would double a post. */
function clientOptions(apiUrl: string, timeout: number, logger: BoltLogger): WebClientOptions {
  return { logger, slackApiUrl: apiUrl, rejectRateLimitedCalls: true, retryConfig: { retries: 0 }, timeout };
}

export function createBolt(options: BoltOptions): Bolt {
  const { botToken, signingSecret, appToken, apiUrl, wallNow, listTeams, log } = options;
  const logger = boltLogger(log);
  const ear = createEar();
  const botOptions = (timeout: number) => ({ ...clientOptions(apiUrl, timeout, logger), fetch: ear.fetch });
  const interactive = new WebClient(botToken, botOptions(2500));
  const lookup = new WebClient(botToken, botOptions(1000));
  const queue = new WebClient(botToken, botOptions(30_000));
  const secret = signingSecret ?? '';
  const watch = createClockWatch(wallNow, log);
  const http = appToken ? undefined : createHttpReceiver(log);
  const sockets = appToken
    ? createSockets({ appToken, clientOptions: () => clientOptions(apiUrl, 10_000, logger), logger, log })
    : undefined;
  const ownTeam = createOwnTeam({ client: interactive, listTeams, log });

  const app = new App({
    ...(http ? { receiver: hearAll(http.receiver) } : {}),
    ...(sockets ? { receiver: hearAll(sockets.receiver) } : {}),
    logger,
    convoStore: false,
    extendedErrorHandler: true,
    clientOptions: botOptions(2500),
    authorize: async ({ teamId }) => {
      // One token serves one workspace; a payload of another one is not ours to act on.
      if (!(await ownTeam.serves(teamId))) throw new Error('payload of another workspace');
      return { botToken, ...ownTeam.identity(), ...(teamId ? { teamId } : {}) };
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

  const isAnswering = () => underWay.size > 0;

  async function idle(): Promise<void> {
    while (underWay.size > 0) await Promise.allSettled([...underWay]);
  }

  return {
    app,
    interactive,
    lookup,
    queue,
    granted: createGranted(lookup, ear.scopes, createDownload({ token: botToken, apiUrl }, lookup)),
    ownTeam,
    takeEvents: http && keepDoor(http.hear, { signingSecret: secret, wallNow, watch, log }),
    clockBehind: watch.behind,
    reached() {
      // Over HTTP nothing else would ask again before Slack's next payload.
      if (ownTeam.failed()) void ownTeam.find();
      if (ownTeam.failed() || sockets?.open() === 0) return 'no';
      return ownTeam.identity() || ownTeam.foreign() ? 'yes' : 'not_asked';
    },
    async start() {
      if (sockets) await app.start();
      await ownTeam.find();
      const foreign = ownTeam.foreign();
      if (foreign) throw foreign;
    },
    async stop() {
      if (!sockets) return;
      sockets.refuse();
      // What was taken is acknowledged through its own socket, within Slack's three seconds.
      await Promise.race([idle(), pause(ACK_MS)]);
      await app.stop();
    },
    isAnswering,
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

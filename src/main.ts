import { createServer, type Server } from 'node:http';
import pino, { type Logger } from 'pino';
import { emptyData, registerRooms } from './app.ts';
import { createClock, wallNow } from './clock.ts';
import { type Config, readConfig, type SlackConfig } from './config.ts';
import { watchDisk } from './db/disk.ts';
import { fits, loadRows, readPacked } from './db/load.ts';
import { migrateToLatest } from './db/migrate.ts';
import { type Db, type OpenDatabase, openDatabase } from './db/open.ts';
import { listTeams } from './directory/teams.ts';
import { explainStart } from './explain-start.ts';
import type { PaceOptions } from './outbox/pace.ts';
import { readKept } from './playground/keep.ts';
import { SEASON_DAY } from './playground/stage.ts';
import { startPlayground } from './playground/start.ts';
import { startSchedule } from './schedule.ts';
import { type Bolt, createBolt } from './slack/bolt.ts';
import { createRoutes, listenTo, type Route } from './web/server.ts';

/** Slack asks for at most one message a second in one place. */
const PER_TARGET_MS = 1000;

/** Whatever is still under way by then is given up. */
const SHUTDOWN_MS = 9000;

type End = () => Promise<unknown>;

async function main(): Promise<void> {
  const outcome = readConfig();
  if (!outcome.ok) {
    process.stderr.write(
      `配置有误 · The configuration is wrong:\n${outcome.mistakes.map((one) => `  ${one}\n`).join('')}`,
    );
    process.exit(1);
  }
  const { config } = outcome;
  const log = pino({ level: config.logLevel, base: null, timestamp: pino.stdTimeFunctions.isoTime });
  const ends = await start(config, log).catch((error: Error) => {
    process.stderr.write(`${explainStart(error, config)}\n`);
    process.exit(1);
  });
  stopOnSignals(ends, log);
}

/** Opens, migrates, starts; returns what has to be ended, in that order. */
async function start(config: Config, log: Logger): Promise<End[]> {
  const { databaseUrl, dataDir } = config;
  const database = await openDatabase({ databaseUrl, dataDir });
  await migrateToLatest(database.db);
  const ends = config.slack
    ? await startBot(config, config.slack, database, log)
    : await startLocally(config, database, log);
  return [...ends, database.close];
}

/** The bot in front of Slack. */
async function startBot(
  { host, port }: Config,
  slack: SlackConfig,
  database: OpenDatabase,
  log: Logger,
): Promise<End[]> {
  const desk = startDesk(slack, database, { now: wallNow, pace: { perTargetMs: PER_TARGET_MS }, log });
  const server = createServer(listenTo(desk.route));
  await listen(server, host, port);
  await desk.start();
  log.info({ host, port, socketMode: Boolean(slack.appToken) }, 'ready');
  return [() => closeServer(server), desk.stop];
}

/** The bot in front of a workspace of its own, with a window in the browser. */
async function startLocally(
  { host, port, dataDir }: Config,
  database: OpenDatabase,
  log: Logger,
): Promise<End[]> {
  const kept = readKept(dataDir);
  const clock = createClock(kept ? Temporal.Instant.from(kept.now) : SEASON_DAY);
  const pace = { perTargetMs: PER_TARGET_MS };
  const playground = await startPlayground({
    ...{ host, port, dataDir, kept, clock, wallNow },
    async startApp(credentials) {
      const desk = startDesk(credentials, database, { now: clock.now, pace, log });
      await desk.start();
      return desk;
    },
    emptyData: (teamId) => emptyData(database.db, teamId),
    loadData: (rows) => loadSeason(database.db, rows),
    setHurried: database.setHurried,
    setPacing(on) {
      pace.perTargetMs = on ? PER_TARGET_MS : 0;
    },
    onTrouble: (error) => log.error({ reason: error.message }, 'the season was not played to its end'),
  });
  process.stdout.write(
    `专家服务台 Expert Desk\n  ${playground.url}  (只在本机可用 · this machine only; Ctrl+C 结束 · ends it)\n`,
  );
  return [playground.close];
}

/** The season's rows as `npm run season` left them; false when the tables have changed since. */
async function loadSeason(db: Db, rows: URL): Promise<boolean> {
  const packed = readPacked(rows);
  if (!(await fits(db, packed))) return false;
  await loadRows(db, packed);
  return true;
}

interface Desk {
  bolt: Bolt;
  route: Route;
  /** Finds out whose token this is, and goes to work. */
  start(): Promise<void>;
  /** Looks at what is due, and sends it. */
  look(): Promise<void>;
  /** Takes no more, finishes what is under way. */
  stop(): Promise<void>;
}

interface DeskOptions {
  now: () => Temporal.Instant;
  /** Read anew for each message. */
  pace: PaceOptions;
  log: Logger;
}

/** Everything between the database and Slack's door. */
function startDesk(slack: SlackConfig, database: OpenDatabase, { now, pace, log }: DeskOptions): Desk {
  const { db } = database;
  const bolt = createBolt({ ...slack, wallNow, listTeams: () => listTeams(db), log });
  const deps = registerRooms({ bolt, db, now, wallNow, pace, log });
  const schedule = startSchedule(database, deps);
  const isWritable = watchDisk({
    db,
    dataDir: database.dataDir,
    teamId: () => bolt.ownTeam.identity()?.teamId,
  });
  let looked = Promise.resolve();

  async function look(): Promise<void> {
    await schedule.lookNow();
    await deps.sender.drain();
  }

  return {
    bolt,
    route: createRoutes({ db, bolt, isWritable }),
    async start() {
      await bolt.start();
      // Else Slack has just not answered: it is asked again at the minute.
      if (bolt.ownTeam.identity()) void schedule.lookNow();
    },
    look() {
      const one = look();
      looked = Promise.allSettled([looked, one]).then(() => {});
      return one;
    },
    async stop() {
      // People are let go first: a look may be waiting for Slack.
      const scheduled = schedule.stop();
      for (const end of [bolt.stop, bolt.idle, deps.sender.stop]) await end();
      await Promise.all([scheduled, looked]);
    },
  };
}

function listen(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
}

/** Takes no new request; those under way are answered. */
function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeIdleConnections();
  });
}

function stopOnSignals(ends: End[], log: Logger): void {
  let stopping = false;
  async function stop(signal: string): Promise<void> {
    if (stopping) return;
    stopping = true;
    log.info({ signal }, 'stopping');
    const late = setTimeout(() => process.exit(0), SHUTDOWN_MS);
    for (const end of ends) await end();
    clearTimeout(late);
    process.exit(0);
  }
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => void stop(signal));
}

await main();

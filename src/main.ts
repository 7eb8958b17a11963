import { mkdirSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { enableCompileCache } from 'node:module';
import { join } from 'node:path';
import type { Logger } from 'pino';
import { createClock, wallNow } from './clock.ts';
import { type Config, readConfig, type SlackConfig } from './config.ts';
import type { Premises } from './desk.ts';
import { explainStart } from './explain-start.ts';

/** Slack asks for at most one message a second in one place. */
const PER_TARGET_MS = 1000;

/** Whatever is still under way by then is given up. */
const SHUTDOWN_MS = 9000;

interface Started {
  /** What has to be ended, in that order. */
  ends: (() => Promise<unknown>)[];
  /** Rejects with what keeps it from going to work. */
  ready: Promise<void>;
}

async function main(): Promise<void> {
  const outcome = readConfig();
  if (!outcome.ok) {
    process.stderr.write(
      `配置有误 · The configuration is wrong:\n${outcome.mistakes.map((one) => `  ${one}\n`).join('')}`,
    );
    process.exit(1);
  }
  const { config } = outcome;
  keepCompiled(config.dataDir);
  const { default: pino } = await import('pino');
  const log = pino({ level: config.logLevel, base: null, timestamp: pino.stdTimeFunctions.isoTime });
  try {
    const { ends, ready } = await start(config, log);
    stopOnSignals(ends, log);
    await ready;
  } catch (error) {
    process.stderr.write(`${explainStart(error as Error, config)}\n`);
    process.exit(1);
  }
}

/**
 * What is loaded from here on is compiled once, not at each start. The folder is ours alone: whoever could write there
 * could run code as us. Without one, as on a file system that is closed to us, it is compiled each time.
 */
function keepCompiled(dataDir: string): void {
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    enableCompileCache(join(dataDir, 'compiled'));
  } catch {}
}

/** Opens, migrates, starts. */
function start(config: Config, log: Logger): Promise<Started> {
  return config.slack ? startBot(config, config.slack, log) : startLocally(config, log);
}

/**
 * The embedded database opens while the rest is loaded. A server is asked once that is done: on a busy machine loading
 * holds this process up for longer than a connection may take.
 */
async function prepare({ databaseUrl, dataDir }: Config): Promise<Premises> {
  const { openDatabase } = await import('./db/open.ts');
  const open = () => openDatabase({ databaseUrl, dataDir, isMadeMigrated: true });
  const early = databaseUrl === undefined ? open() : undefined;
  const { prepareDesk } = await import('./desk.ts');
  return prepareDesk(await (early ?? open()));
}

/** The bot in front of Slack. */
async function startBot(config: Config, slack: SlackConfig, log: Logger): Promise<Started> {
  const { host, port } = config;
  const premises = await prepare(config);
  const { listenTo } = await import('./web/server.ts');
  const pace = { perTargetMs: PER_TARGET_MS };
  const { publicUrl, recordKey } = config;
  const desk = premises.startDesk(slack, { now: wallNow, pace, publicUrl, recordKey, log });
  const server = createServer(listenTo(desk.route));
  await listen(server, host, port);
  await desk.start();
  log.info({ host, port, socketMode: Boolean(slack.appToken) }, 'ready');
  premises.tidy(log);
  return { ends: [() => closeServer(server), desk.stop, premises.close], ready: Promise.resolve() };
}

/** The bot in front of a workspace of its own, with a window in the browser: that is there first. */
async function startLocally(config: Config, log: Logger): Promise<Started> {
  const { host, port, dataDir } = config;
  const [{ readKept }, { SEASON_DAY }, { startPlayground }] = await Promise.all([
    import('./playground/keep.ts'),
    import('./playground/stage.ts'),
    import('./playground/start.ts'),
  ]);
  const kept = readKept(dataDir);
  const clock = createClock(kept ? Temporal.Instant.from(kept.now) : SEASON_DAY);
  const pace = { perTargetMs: PER_TARGET_MS };
  const playground = await startPlayground({
    ...{ host, port, dataDir, kept, clock, wallNow },
    async prepare() {
      const premises = await prepare(config);
      return {
        async startApp(credentials) {
          const { recordKey } = config;
          const publicUrl = config.publicUrl ?? new URL(credentials.apiUrl).origin;
          const desk = premises.startDesk(credentials, { now: clock.now, pace, publicUrl, recordKey, log });
          await desk.start();
          return desk;
        },
        emptyData: premises.emptyData,
        loadData: premises.loadSeason,
        setHurried: premises.setHurried,
        tidy: () => premises.tidy(log),
        close: premises.close,
      };
    },
    setPacing(on) {
      pace.perTargetMs = on ? PER_TARGET_MS : 0;
    },
    onTrouble: (error) => log.error({ reason: error.message }, 'the season was not played to its end'),
    onUnkept: (error) =>
      log.error({ reason: error.message }, 'the playground could not be written down; it goes on'),
  });
  process.stdout.write(
    `专家服务台 Expert Desk\n  ${playground.url}  (只在本机可用 · this machine only; Ctrl+C 结束 · ends it)\n`,
  );
  return { ends: [playground.close], ready: playground.ready };
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

function stopOnSignals(ends: Started['ends'], log: Logger): void {
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

/** The desk itself: the database, everything behind Slack's door, and the jobs. Loaded behind the playground's page. */
import type { Logger } from 'pino';
import { emptyData, registerRooms } from './app.ts';
import { wallNow } from './clock.ts';
import type { SlackConfig } from './config.ts';
import { watchDisk } from './db/disk.ts';
import { fits, loadRows, readPacked } from './db/load.ts';
import { migrateToLatest } from './db/migrate.ts';
import type { Db, OpenDatabase } from './db/open.ts';
import { listTeams } from './directory/teams.ts';
import type { PaceOptions } from './outbox/pace.ts';
import { startSchedule } from './schedule.ts';
import { type Bolt, createBolt } from './slack/bolt.ts';
import { createRoutes, type Route } from './web/server.ts';

export interface Desk {
  bolt: Bolt;
  route: Route;
  /** Finds out whose token this is, and goes to work. */
  start(): Promise<void>;
  /** Looks at what is due, and sends it. */
  look(): Promise<void>;
  /** Takes no more, finishes what is under way. */
  stop(): Promise<void>;
}

export interface DeskOptions {
  now: () => Temporal.Instant;
  /** Read anew for each message. */
  pace: PaceOptions;
  /** Where a browser reaches us, if it does. */
  publicUrl: string | undefined;
  log: Logger;
}

/** A migrated database, and the desks that may be started on it, one after the other. */
export interface Premises {
  startDesk(slack: SlackConfig, options: DeskOptions): Desk;
  /** Empties a workspace in which nobody is at work. */
  emptyData(teamId: string): Promise<void>;
  /** The season's rows as `npm run season` left them; false when the tables have changed since. */
  loadSeason(rows: URL): Promise<boolean>;
  /** A season is played at once: the embedded database may be ahead of the disk, and nothing looks by itself. */
  setHurried(on: boolean): Promise<void>;
  /** After a start: what the database should do by itself, while people are already being answered. */
  tidy(log: Logger): void;
  /** Once the desk has stopped. */
  close(): Promise<void>;
}

/** Migrates the database; nobody is at work on it yet. */
export async function prepareDesk(database: OpenDatabase): Promise<Premises> {
  const { db } = database;
  await migrateToLatest(db);
  let tidied = Promise.resolve();
  let isHurried = false;
  return {
    // A season that is played at once looks at its own moments: what is told must not depend on the wall's minutes.
    startDesk: (slack, options) => createDesk(slack, database, options, () => isHurried),
    emptyData: (teamId) => emptyData(db, teamId),
    loadSeason: (rows) => loadSeason(db, rows),
    async setHurried(on) {
      isHurried = on;
      await database.setHurried(on);
    },
    tidy(log) {
      tidied = database
        .maintain()
        .catch((error: Error) => log.error({ job: 'maintain_database', reason: error.name }, 'a job failed'));
    },
    async close() {
      await tidied;
      await database.close();
    },
  };
}

async function loadSeason(db: Db, rows: URL): Promise<boolean> {
  const packed = readPacked(rows);
  if (!(await fits(db, packed))) return false;
  await loadRows(db, packed);
  return true;
}

/** Everything between the database and Slack's door. */
function createDesk(
  slack: SlackConfig,
  database: OpenDatabase,
  { now, pace, publicUrl, log }: DeskOptions,
  isHurried: () => boolean,
): Desk {
  const { db } = database;
  const bolt = createBolt({ ...slack, wallNow, listTeams: () => listTeams(db), log });
  const deps = registerRooms({ bolt, db, now, wallNow, pace, publicUrl, log });
  const schedule = startSchedule(database, deps, isHurried);
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
    route: createRoutes({ deps, bolt, isWritable }),
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

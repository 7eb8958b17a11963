import { schedule } from 'node-cron';
import type { OpenDatabase } from './db/open.ts';
import { turnDay } from './home/turn-day.ts';
import type { Deps } from './slack/ask.ts';

interface Job {
  name: string;
  /** When to look, as node-cron reads it, in the machine's zone; what is due is decided by the data. */
  cron: string;
  /** Also looked at right after a start, and when the playground's clock was moved. */
  atOnce: boolean;
  run(): Promise<void>;
}

/** The only list of jobs: what runs when. */
function listJobs({ maintain }: OpenDatabase, { db, now, sender }: Deps): Job[] {
  async function turn(): Promise<void> {
    await turnDay(db, now());
    sender.wake();
  }
  return [
    { name: 'maintain_database', cron: '30 3 * * *', atOnce: false, run: maintain },
    { name: 'turn_day', cron: '* * * * *', atOnce: true, run: turn },
  ];
}

export interface Schedule {
  /** Looks at once, as after a start or when the playground's clock was moved. */
  lookNow(): Promise<void>;
  stop(): Promise<void>;
}

/** Starts the jobs; a failing one is logged and never stops the rest. */
export function startSchedule(database: OpenDatabase, deps: Deps): Schedule {
  const jobs = listJobs(database, deps);
  async function run({ name, run: work }: Job): Promise<void> {
    await work().catch((error: Error) => deps.log.error({ job: name, reason: error.name }, 'a job failed'));
  }
  const tasks = jobs.map((job) => schedule(job.cron, () => run(job), { name: job.name, noOverlap: true }));
  return {
    async lookNow() {
      for (const job of jobs.filter(({ atOnce }) => atOnce)) await run(job);
    },
    async stop() {
      await Promise.all(tasks.map((task) => task.destroy()));
    },
  };
}

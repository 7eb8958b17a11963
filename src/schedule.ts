import { schedule } from 'node-cron';
import type { Logger } from 'pino';

export interface Job {
  name: string;
  /** When to look, as node-cron reads it, in the machine's zone. */
  cron: string;
  run(): Promise<void>;
}

/** Starts the jobs; a failing one is logged and never stops the rest. Returns what ends them. */
export function startSchedule(jobs: readonly Job[], log: Logger): () => Promise<void> {
  const tasks = jobs.map(({ name, cron, run }) =>
    schedule(
      cron,
      () =>
        run().catch((error: Error) => {
          log.error({ job: name, reason: error.name }, 'a job failed');
        }),
      { name, noOverlap: true },
    ),
  );
  return async () => {
    await Promise.all(tasks.map((task) => task.destroy()));
  };
}

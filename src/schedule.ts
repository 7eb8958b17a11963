import { schedule } from 'node-cron';
import { expireClaims } from './claims/expire-claims.ts';
import { watchSetBack } from './clock.ts';
import type { OpenDatabase } from './db/open.ts';
import { lookAtDigests } from './digests/look-at-digests.ts';
import { repairCards } from './home/repair-cards.ts';
import { turnDay } from './home/turn-day.ts';
import { sendNudges } from './nudges/send-nudges.ts';
import { emptyStopped } from './outbox/left-workspaces.ts';
import { sendWaves } from './rounds/send-waves.ts';
import type { Deps } from './slack/interaction.ts';

/** Looks whether something is due and does it; the data and their ledgers decide, never the tick. */
interface Look {
  name: string;
  /** Done also while it isn't known which workspace this process serves: Slack may never say it again. */
  anywhere?: true;
  look(deps: Deps): Promise<void>;
}

/** In the order in which what was missed is made up for. */
const LOOKS: readonly Look[] = [
  { name: 'turn_day', look: turnDay },
  { name: 'expire_claims', look: expireClaims },
  { name: 'send_waves', look: sendWaves },
  { name: 'nudges', look: sendNudges },
  { name: 'digests', look: lookAtDigests },
  { name: 'repair_cards', look: repairCards },
  { name: 'empty_stopped', look: emptyStopped, anywhere: true },
];

interface Job {
  name: string;
  /** When to look, as node-cron reads it, in the machine's zone. */
  cron: string;
  run(): Promise<void>;
}

export interface Schedule {
  /** Looks at once, as after a start or when the playground's clock was moved. */
  lookNow(): Promise<void>;
  stop(): Promise<void>;
}

/**
 * Looks once at everything that may be due in our workspace; a failing look is logged and never stops the rest. What already waits to be
 * sent doesn't wait for a slow look.
 */
export async function lookAtAll(deps: Deps): Promise<void> {
  const isKnown = (await deps.findTeam()) !== undefined;
  if (isKnown) deps.sender.wake();
  for (const { name, look, anywhere } of LOOKS)
    if (isKnown || anywhere) await guard(deps, name, () => look(deps));
  if (isKnown) deps.sender.wake();
}

/** Starts the only list of jobs: what runs when. */
export function startSchedule({ maintain }: OpenDatabase, deps: Deps): Schedule {
  const ticks = startTicks([
    { name: 'maintain_database', cron: '30 3 * * *', run: () => guard(deps, 'maintain_database', maintain) },
    { name: 'look', cron: '* * * * *', run: () => guard(deps, 'look', () => lookAtAll(deps)) },
  ]);
  return { lookNow: () => lookAtAll(deps), stop: ticks.stop };
}

/**
 * Runs each job at its times, never twice at once. node-cron waits for a moment of the wall's clock: when that is set
 * back it waits anew, or the next minute would come a day later.
 */
export function startTicks(jobs: readonly Job[]): { stop(): Promise<void> } {
  const start = () => jobs.map(({ name, cron, run }) => schedule(cron, run, { name, noOverlap: true }));
  let tasks = start();
  const stopWatching = watchSetBack(() => {
    for (const task of tasks) void task.destroy();
    tasks = start();
  });
  return {
    async stop() {
      stopWatching();
      await Promise.all(tasks.map((task) => task.destroy()));
    },
  };
}

async function guard({ log }: Deps, job: string, run: () => Promise<void>): Promise<void> {
  await run().catch((error: Error) => log.error({ job, reason: error.name }, 'a job failed'));
}

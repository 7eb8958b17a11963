import { schedule } from 'node-cron';
import { expireClaims } from './claims/expire-claims.ts';
import { everyMinute } from './clock.ts';
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
  const jobs: Job[] = [{ name: 'maintain_database', cron: '30 3 * * *', run: maintain }];
  const tasks = jobs.map(({ name, cron, run }) =>
    schedule(cron, () => guard(deps, name, run), { name, noOverlap: true }),
  );
  const ticks = everyMinute(() => guard(deps, 'look', () => lookAtAll(deps)), deps.wallNow);
  return {
    lookNow: () => lookAtAll(deps),
    async stop() {
      ticks.stop();
      await Promise.all(tasks.map((task) => task.destroy()));
    },
  };
}

async function guard({ log }: Deps, job: string, run: () => Promise<void>): Promise<void> {
  await run().catch((error: Error) => log.error({ job, reason: error.name }, 'a job failed'));
}

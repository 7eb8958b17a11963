import { schedule } from 'node-cron';
import { watchSetBack } from './clock.ts';
import type { OpenDatabase } from './db/open.ts';
import type { Look, LookTurn, RoomDeps } from './room.ts';

/** What the others wait for comes first: the day is turned before anybody is told of it. */
const TURNS: readonly LookTurn[] = ['day', 'deadlines', 'people', 'channels', 'upkeep'];

interface Job {
  name: string;
  /** When to look, as node-cron reads it, in the machine's zone. */
  cron: string;
  run(): Promise<void>;
}

export interface Schedule {
  /** Looks at once, as after a start or when the playground's clock was moved. */
  lookNow(): Promise<void>;
  /** Begins no more; resolves when what was begun has ended, for whoever stops it may empty the tables next. */
  stop(): Promise<void>;
}

/**
 * Looks once at everything that may be due in our workspace; a failing look is logged and never stops the rest. What already waits to be
 * sent doesn't wait for a slow look.
 */
export async function lookAtAll(deps: RoomDeps): Promise<void> {
  const isKnown = (await deps.findTeam()) !== undefined;
  if (isKnown) deps.sender.wake();
  for (const { name, look, anywhere } of looksOf(deps))
    if (isKnown || anywhere) await guard(deps, name, () => look(deps));
  if (isKnown) deps.sender.wake();
}

/** The looks of all rooms, by turn; in the order of the story within one. */
function looksOf({ rooms }: RoomDeps): Look[] {
  const looks = rooms.flatMap((room) => room.looks ?? []);
  return looks.toSorted((a, b) => TURNS.indexOf(a.turn) - TURNS.indexOf(b.turn));
}

/** Starts the only list of jobs: what runs when. */
export function startSchedule({ maintain }: OpenDatabase, deps: RoomDeps): Schedule {
  const underWay = new Set<Promise<void>>();

  function track(work: Promise<void>): Promise<void> {
    underWay.add(work);
    return work.finally(() => underWay.delete(work));
  }

  const ticks = startTicks([
    {
      name: 'maintain_database',
      cron: '30 3 * * *',
      run: () => track(guard(deps, 'maintain_database', maintain)),
    },
    { name: 'look', cron: '* * * * *', run: () => track(guard(deps, 'look', () => lookAtAll(deps))) },
  ]);
  return {
    lookNow: () => track(lookAtAll(deps)),
    async stop() {
      await ticks.stop();
      await Promise.allSettled([...underWay]);
    },
  };
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

async function guard({ log }: RoomDeps, job: string, run: () => Promise<void>): Promise<void> {
  await run().catch((error: Error) => log.error({ job, reason: error.name }, 'a job failed'));
}

import { schedule } from 'node-cron';
import { earliest, watchSetBack } from './clock.ts';
import type { OpenDatabase } from './db/open.ts';
import { countChanges, isLookDue, rest } from './outbox/agenda.ts';
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
 * Looks at everything in our workspace, and notes when anything is due next; a failing look is logged and never stops
 * the rest. What already waits to be sent doesn't wait for a slow look.
 */
export async function lookAtAll(deps: RoomDeps): Promise<void> {
  const teamId = await deps.findTeam();
  if (teamId === undefined) return void (await takeLooks(deps, ({ anywhere = false }) => anywhere));
  deps.sender.wake();
  const now = deps.now();
  const changes = await countChanges(deps.db, teamId);
  const until = await takeLooks(deps, () => true);
  await rest(deps.db, teamId, { changes, now, until });
  deps.sender.wake();
}

/** The same once a minute, which costs nearly nothing while nobody has acted and nothing can be due. */
export async function lookIfDue(deps: RoomDeps): Promise<void> {
  const teamId = await deps.findTeam();
  const isDue = teamId === undefined || (await isLookDue(deps.db, teamId, deps.now()));
  await (isDue ? lookAtAll(deps) : deps.sender.poll());
}

/** When any of them has something to do next; one that failed is taken again with the next minute. */
async function takeLooks(
  deps: RoomDeps,
  isWanted: (look: Look) => boolean,
): Promise<Temporal.Instant | undefined> {
  const next: (Temporal.Instant | undefined)[] = [];
  for (const one of looksOf(deps).filter(isWanted)) {
    let then: Temporal.Instant | undefined = deps.now();
    await guard(deps, one.name, async () => {
      then = await one.look(deps);
    });
    next.push(then);
  }
  return earliest(...next);
}

/** The looks of all rooms, by turn; in the order of the story within one. */
function looksOf({ rooms }: RoomDeps): Look[] {
  const looks = rooms.flatMap((room) => room.looks ?? []);
  return looks.toSorted((a, b) => TURNS.indexOf(a.turn) - TURNS.indexOf(b.turn));
}

/** Starts the only list of jobs: what runs when. */
export function startSchedule(
  { maintain }: Pick<OpenDatabase, 'maintain'>,
  deps: RoomDeps,
  /** While somebody else says when to look, the minutes pass by. */
  isPaused = () => false,
): Schedule {
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
    {
      name: 'look',
      cron: '* * * * *',
      run: async () => {
        if (!isPaused()) await track(guard(deps, 'look', () => lookIfDue(deps)));
      },
    },
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

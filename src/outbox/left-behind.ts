import { actOnce } from '../db/audit.ts';
import type { Db } from '../db/open.ts';
import type { TroubleHooks } from './aftermath.ts';
import { createBeat, type Silent, strikeOff } from './beat.ts';
import { settleOrphans, settleStranded } from './stranded.ts';

export interface LeftBehindOptions {
  db: Db;
  processId: string;
  hooks: Pick<TroubleHooks, 'tellTrouble'>;
  now: () => Temporal.Instant;
  wallNow: () => Temporal.Instant;
  /** Has this process anything under way? */
  isBusy(): boolean;
}

/** How often the queue looks for leases that are over. */
const SWEEP_EVERY_SECONDS = 30;

/** Says that this process lives, and goes on with what others left that don't. */
export function createLeftBehind({ db, processId, hooks, now, wallNow, isBusy }: LeftBehindOptions) {
  const beat = createBeat(db, processId, wallNow);
  let sweptAt: Temporal.Instant | undefined;

  async function sweep(teamId: string, silent: readonly Silent[]): Promise<void> {
    const moments = { now: now(), wallNow: wallNow() };
    await actOnce(db, async (trx) => {
      const dead = await strikeOff(trx, teamId, silent);
      const isLost = await settleStranded(trx, teamId, moments, dead);
      const isOrphaned = await settleOrphans(trx, teamId, moments.now);
      if (isLost || isOrphaned) await hooks.tellTrouble(trx, teamId);
    });
    sweptAt = moments.wallNow;
  }

  return {
    isDue: () => beat.isDue(isBusy()),
    /** True when another process is found dead. */
    async attend(teamId: string): Promise<boolean> {
      const silent = beat.isDue(isBusy()) ? await beat.beat(teamId) : [];
      const isTime = !sweptAt || !isSweptSince(sweptAt, wallNow());
      if (silent.length > 0 || isTime) await sweep(teamId, silent);
      return silent.length > 0;
    },
    /** Another one is there, as a look has seen. */
    expectOthers: beat.expectOthers,
    leave: beat.leave,
  };
}

/** A moment of before the clock was set back is none. */
function isSweptSince(sweptAt: Temporal.Instant, now: Temporal.Instant): boolean {
  const seconds = sweptAt.until(now).total('seconds');
  return seconds >= 0 && seconds < SWEEP_EVERY_SECONDS;
}

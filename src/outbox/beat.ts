import { sql } from 'kysely';
import type { Db, Trx } from '../db/open.ts';

/**
 * Seconds between the beats of a process that has something under way, or isn't the only one of its workspace; one that
 * is alone and idle is silent until a look at the queue finds another one.
 */
export const BEAT_SECONDS = 2;

/** So many beats in a row a process may miss before the others go on with what it had leased. */
const MOST_MISSED = 3;

/** A process that says nothing any more, by its last beat. */
export interface Silent {
  id: string;
  beat: number;
}

interface Observed {
  beat: number;
  missed: number;
}

/**
 * Says at intervals that this process lives, and watches the others of its workspace. Beats are counted and not timed:
 * whoever watches counts how often it has looked and found nothing new. So clocks may differ, and when the database was
 * away for all, nobody is taken for dead; a lease stays as long as a send may last.
 */
export function createBeat(db: Db, processId: string, wallNow: () => Temporal.Instant) {
  const others = new Map<string, Observed>();
  let isAlone = true;
  let beatenAt: Temporal.Instant | undefined;

  function observe({ id, beat }: Silent): void {
    const known = others.get(id);
    const missed = known?.beat === beat ? known.missed + 1 : 0;
    others.set(id, { beat, missed });
  }

  return {
    isDue(isBusy: boolean): boolean {
      if (!beatenAt) return true;
      if (isAlone && !isBusy) return false;
      const seconds = beatenAt.until(wallNow()).total('seconds');
      // A moment of before the clock was set back is none.
      return seconds < 0 || seconds >= BEAT_SECONDS;
    },
    expectOthers(): void {
      isAlone = false;
    },
    /** Says so, and names those who have been silent for too long. */
    async beat(teamId: string): Promise<Silent[]> {
      beatenAt = wallNow();
      const { rows } = await sql<Silent>`
        with mine as (
          insert into sending_process as p (team_id, id) values (${teamId}, ${processId})
          on conflict (team_id, id) do update set beat = default
        )
        select id, beat from sending_process where team_id = ${teamId} and id <> ${processId}`.execute(db);
      const gone = new Set(others.keys()).difference(new Set(rows.map(({ id }) => id)));
      for (const id of gone) others.delete(id);
      for (const row of rows) observe(row);
      isAlone = rows.length === 0;
      return rows.filter(({ id }) => (others.get(id)?.missed ?? 0) >= MOST_MISSED);
    },
    /** This process takes nothing more of this workspace. */
    async leave(teamId: string): Promise<void> {
      await db
        .deleteFrom('sending_process')
        .where('team_id', '=', teamId)
        .where('id', '=', processId)
        .execute();
    },
  };
}

/** Strikes off those that are silent still; whoever does it first goes on with what they had. */
export async function strikeOff(trx: Trx, teamId: string, silent: readonly Silent[]): Promise<string[]> {
  if (silent.length === 0) return [];
  const [ids, beats] = [silent.map(({ id }) => id), silent.map(({ beat }) => beat)];
  const { rows } = await sql<{ id: string }>`
    delete from sending_process p using unnest(${ids}::text[], ${beats}::bigint[]) as silent (id, beat)
    where p.team_id = ${teamId} and p.id = silent.id and p.beat = silent.beat
    returning p.id`.execute(trx);
  return rows.map(({ id }) => id);
}

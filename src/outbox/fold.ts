import { sql } from 'kysely';
import { actOnce } from '../db/audit.ts';
import type { Db, Trx } from '../db/open.ts';
import type { Marks, OnMarked } from './marks.ts';
import { showAgain } from './refresh.ts';

/** So many marks are taken in one transaction. */
const AT_ONCE = 500;

/** How often it was marked doesn't matter: each view is wanted once more, and rendered once for all of them. */
interface Taken extends Marks {
  marks: number;
}

/**
 * Takes in what acts have marked in this workspace: what shows it is wanted once more. Marks and rows change in one
 * transaction, so that a process which dies loses nothing; marks that another process takes at this moment are its.
 * Whatever looks by the clock has to look again.
 */
async function foldMarks(
  db: Db,
  teamId: string,
  onMarked: readonly OnMarked[],
  onFolded: (marks: Marks) => void,
): Promise<void> {
  while (await isMarked(db, teamId)) {
    const folded = await foldSome(db, teamId, onMarked);
    if (folded === 'repeated') return;
    if (folded.marks > 0) onFolded(folded.taken);
    if (folded.marks < AT_ONCE) return;
  }
}

async function isMarked(db: Db, teamId: string): Promise<boolean> {
  const mark = await db
    .selectFrom('changed')
    .select('id')
    .where('team_id', '=', teamId)
    .limit(1)
    .executeTakeFirst();
  return mark !== undefined;
}

async function foldSome(db: Db, teamId: string, onMarked: readonly OnMarked[]) {
  return actOnce(db, async (trx) => {
    const { marks, ...taken } = await takeMarks(trx, teamId);
    const views = [...taken.views];
    if (marks > 0) for (const say of onMarked) views.push(...(await say(trx, teamId, taken)));
    await showAgain(trx, teamId, views);
    return { marks, taken };
  });
}

async function takeMarks(trx: Trx, teamId: string): Promise<Taken> {
  const { rows } = await sql<Taken>`
    with taken as (
      delete from changed where team_id = ${teamId} and id in (
        select id from changed where team_id = ${teamId} order by id limit ${AT_ONCE} for update skip locked
      )
      returning views, people, about
    ),
    due as (
      insert into workspace_due as w (team_id, changes) select ${teamId}, 1 where exists (select 1 from taken)
      on conflict (team_id) do update set changes = w.changes + 1, looks_at = 'epoch'
    )
    select
      (select count(*)::integer from taken) as marks,
      array(select distinct each from taken, unnest(views) each) as views,
      array(select distinct each from taken, unnest(people) each) as people,
      array(select distinct each from taken, unnest(about) each) as about`.execute(trx);
  return rows[0] ?? { marks: 0, views: [], people: [], about: [] };
}

/** One after the other, and of those that wait one for all: presses that come together are folded together. */
export function createFolding(
  db: Db,
  onMarked: readonly OnMarked[],
  onFolded: (marks: Marks) => void,
): (teamId: string) => Promise<void> {
  const running = new Map<string, Promise<void>>();
  const next = new Map<string, Promise<void>>();
  return (teamId) => {
    const waiting = next.get(teamId);
    if (waiting) return waiting;
    const one = (async () => {
      await running.get(teamId)?.catch(() => undefined);
      next.delete(teamId);
      const folding = foldMarks(db, teamId, onMarked, onFolded);
      running.set(teamId, folding);
      await folding;
    })();
    next.set(teamId, one);
    return one;
  };
}

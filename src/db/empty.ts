import type { Db, Trx } from './open.ts';
import type { TableName } from './tables.ts';

/** Whoever owns tables, in an order in which they can be emptied. */
interface Owner {
  tables?: readonly TableName[];
}

/** Every table, those that refer to others first: later rooms refer to those before them. */
export function tablesOf(rooms: readonly Owner[]): TableName[] {
  return rooms.toReversed().flatMap(({ tables = [] }) => tables);
}

/** Forgets everything of one workspace, in one transaction; no one may be at work in it. */
export async function emptyWorkspace(db: Db, teamId: string, rooms: readonly Owner[]): Promise<void> {
  await db.transaction().execute((trx) => deleteAll(trx, teamId, rooms));
}

/** Forgets a workspace that left, unless it came back in this very moment. */
export async function emptyStoppedWorkspace(
  db: Db,
  teamId: string,
  rooms: readonly Owner[],
  wallNow: Temporal.Instant,
): Promise<void> {
  await db.transaction().execute(async (trx) => {
    const isDue = await trx
      .selectFrom('stopped_workspace')
      .select('team_id')
      .where('team_id', '=', teamId)
      .where('empty_at', '<=', wallNow)
      .forUpdate()
      .executeTakeFirst();
    if (isDue) await deleteAll(trx, teamId, rooms);
  });
}

async function deleteAll(trx: Trx, teamId: string, rooms: readonly Owner[]): Promise<void> {
  for (const table of tablesOf(rooms)) await trx.deleteFrom(table).where('team_id', '=', teamId).execute();
}

import { actOnce } from './audit.ts';
import type { Db, Trx } from './open.ts';
import type { TableName } from './tables.ts';

/** Whoever owns tables, in an order in which they can be emptied. */
export interface Owner {
  tables?: readonly TableName[];
}

/** Every table, those that refer to others first: later rooms refer to those before them. */
export function tablesOf(rooms: readonly Owner[]): TableName[] {
  return rooms.toReversed().flatMap(({ tables = [] }) => tables);
}

/** Forgets everything of one workspace, in one transaction; no one may be at work in it. */
export async function emptyWorkspace(db: Db, teamId: string, rooms: readonly Owner[]): Promise<void> {
  await actOnce(db, (trx) => deleteAll(trx, teamId, rooms));
}

/** The same within a unit of work. */
export async function deleteAll(trx: Trx, teamId: string, rooms: readonly Owner[]): Promise<void> {
  for (const table of tablesOf(rooms)) await trx.deleteFrom(table).where('team_id', '=', teamId).execute();
}

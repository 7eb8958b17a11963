import type { Db, Trx } from '../db/open.ts';
import type { Fault, Scope } from './import.ts';

export async function keepProgress(db: Db, teamId: string, id: string, rows: number): Promise<void> {
  await db
    .updateTable('import')
    .set({ rows })
    .where('team_id', '=', teamId)
    .where('id', '=', id)
    .where('state', '=', 'reading')
    .execute();
}

/** False when it isn't being read any more. */
export async function keepFault(
  trx: Trx,
  { teamId, id, fault, hash }: { teamId: string; id: string; fault: Fault; hash: string | undefined },
): Promise<boolean> {
  const done = await trx
    .updateTable('import')
    .set({ state: 'refused', fault, file_hash: hash ?? null, lease_until: null })
    .where('team_id', '=', teamId)
    .where('id', '=', id)
    .where('state', '=', 'reading')
    .returning('id')
    .executeTakeFirst();
  return done !== undefined;
}

export interface Counted {
  rows: number;
  good: number;
  refused: number;
  likely: number;
  answered: number;
}

/** False when it isn't being read any more: another process was faster. */
export async function keepChecked(
  trx: Trx,
  {
    teamId,
    id,
    hash,
    counted,
    scopes,
    unread,
  }: {
    teamId: string;
    id: string;
    hash: string;
    counted: Counted;
    scopes: readonly Scope[];
    unread: readonly string[];
  },
): Promise<boolean> {
  const done = await trx
    .updateTable('import')
    .set({ state: 'checked', file_hash: hash, lease_until: null, ...counted, scopes, unread })
    .where('team_id', '=', teamId)
    .where('id', '=', id)
    .where('state', '=', 'reading')
    .returning('id')
    .executeTakeFirst();
  return done !== undefined;
}

/** One guarded statement: checked → dropped, applied → undone. False when it stands elsewhere by now. */
export async function endImport(
  trx: Trx,
  { teamId, id, by, now }: { teamId: string; id: string; by: string; now: Temporal.Instant },
  { from, to }: { from: 'checked'; to: 'dropped' } | { from: 'applied'; to: 'undone' },
): Promise<boolean> {
  const done = await trx
    .updateTable('import')
    .set({ state: to, ended_by: by, ended_at: now })
    .where('team_id', '=', teamId)
    .where('id', '=', id)
    .where('state', '=', from)
    .returning('id')
    .executeTakeFirst();
  return done !== undefined;
}

/** Keeps the list as it was read until the transaction ends; false when it stands elsewhere by now, or was answered about since. */
export async function holdChecked(
  trx: Trx,
  { teamId, id, revision }: { teamId: string; id: string; revision: number },
): Promise<boolean> {
  const row = await trx
    .selectFrom('import')
    .select('id')
    .where('team_id', '=', teamId)
    .where('id', '=', id)
    .where('state', '=', 'checked')
    .where('revision', '=', revision)
    .forUpdate()
    .executeTakeFirst();
  return row !== undefined;
}

/**
 * Of one that is held.
 *
 * @throws the violation of `import_applied_once` when this very file was applied before.
 */
export async function setApplied(
  trx: Trx,
  { teamId, id }: { teamId: string; id: string },
  { by, now, rows }: { by: string; now: Temporal.Instant; rows: number },
): Promise<void> {
  await trx
    .updateTable('import')
    .set({ state: 'applied', applied_by: by, applied_at: now, applied_rows: rows })
    .where('team_id', '=', teamId)
    .where('id', '=', id)
    .execute();
}

/** Nobody wants it. False when somebody has decided about it after all. */
export async function dropStale(
  trx: Trx,
  teamId: string,
  id: string,
  now: Temporal.Instant,
): Promise<boolean> {
  const done = await trx
    .updateTable('import')
    .set({ state: 'dropped', ended_at: now })
    .where('team_id', '=', teamId)
    .where('id', '=', id)
    .where('state', '=', 'checked')
    .returning('id')
    .executeTakeFirst();
  return done !== undefined;
}

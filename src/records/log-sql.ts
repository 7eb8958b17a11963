import { sql } from 'kysely';
import type { Db } from '../db/open.ts';
import type { TreeHead } from './checkpoint.ts';
import type { Leaf } from './leaf.ts';

/** What there is to do, and how the log stands; all nothing before the first record. */
export interface LogState {
  isDue: boolean;
  size: number;
  /** As far as it is signed, by whichever key. */
  signed: number;
}

export async function readLogState(db: Db, teamId: string): Promise<LogState> {
  const { rows } = await sql<LogState>`/* name: read_log_state */
    select exists (select 1 from record_due d where d.team_id = ${teamId}) as "isDue",
      coalesce((select l.size from record_log l where l.team_id = ${teamId}), 0) as size,
      coalesce((select max(c.size) from record_checkpoint c where c.team_id = ${teamId}), 0) as signed`.execute(
    db,
  );
  return rows[0] ?? { isDue: false, size: 0, signed: 0 };
}

/** Size and root, as a digest prints them; undefined before the first record. */
export async function findTreeHead(db: Db, teamId: string): Promise<TreeHead | undefined> {
  const row = await db
    .selectFrom('record_log')
    .select(['size', 'root'])
    .where('team_id', '=', teamId)
    .where('size', '>', 0)
    .executeTakeFirst();
  return row;
}

/** The newest checkpoint that was signed, and the line by which it is checked. */
export async function findCheckpoint(
  db: Db,
  teamId: string,
): Promise<{ size: number; note: string; line: string } | undefined> {
  return db
    .selectFrom('record_checkpoint as c')
    .innerJoin('record_key as k', (join) =>
      join.onRef('k.team_id', '=', 'c.team_id').onRef('k.key_id', '=', 'c.key_id'),
    )
    .select(['c.size', 'c.note', 'k.line'])
    .where('c.team_id', '=', teamId)
    .orderBy('c.size', 'desc')
    .orderBy('c.signed_at', 'desc')
    .limit(1)
    .executeTakeFirst();
}

/** The hashes of the first so many leaves. */
export async function listHashes(db: Db, teamId: string, size: number): Promise<Uint8Array[]> {
  const rows = await db
    .selectFrom('record_leaf')
    .select('hash')
    .where('team_id', '=', teamId)
    .where('index', '<', size)
    .orderBy('index')
    .execute();
  return rows.map(({ hash }) => hash);
}

/** These leaves by their index. */
export async function listLeavesAt(
  db: Db,
  teamId: string,
  indexes: readonly number[],
): Promise<Map<number, Leaf>> {
  const rows = await db
    .selectFrom('record_leaf')
    .select(['index', 'kind', 'number', 'at', 'prior', 'commitment', 'by'])
    .where('team_id', '=', teamId)
    .where(sql<boolean>`index = any(${[...indexes]}::bigint[])`)
    .execute();
  return new Map(rows.map((row) => [row.index, leafOf(row)]));
}

export function leafOf(row: {
  kind: Leaf['kind'];
  number: string;
  at: Temporal.Instant;
  prior: number | null;
  commitment: Uint8Array | null;
  by: Leaf['by'] | null;
}): Leaf {
  const { kind, number, at, prior, commitment, by } = row;
  return {
    kind,
    number,
    at,
    prior: prior ?? undefined,
    commitment: commitment ?? undefined,
    by: by ?? undefined,
  };
}

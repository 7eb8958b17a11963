import { type KeyObject, randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import type { Db, Trx } from '../db/open.ts';
import { logKeyOf, signCheckpoint, type TreeHead, writeKey } from './checkpoint.ts';
import { hashOfLeaf, type Leaf } from './leaf.ts';
import { append, type Edge, EMPTY_EDGE, rootOf } from './merkle.ts';

/** A workspace's log while it is held. */
export interface HeldLog {
  teamId: string;
  /** The origin of its checkpoints. */
  name: string;
  edge: Edge;
}

/**
 * Holds the log until the transaction ends: nobody else appends meanwhile, and a process that dies lets go of it.
 * Everything that is appended before the commit is there whole or not at all.
 */
export async function holdLog(trx: Trx, teamId: string): Promise<HeldLog> {
  const held = await lockLog(trx, teamId);
  if (held) return held;
  const name = `expert-desk/records/${randomBytes(6).toString('hex')}`;
  await trx
    .insertInto('record_log')
    .values({ team_id: teamId, name, root: rootOf(EMPTY_EDGE) })
    .onConflict((oc) => oc.doNothing())
    .execute();
  const made = await lockLog(trx, teamId);
  if (!made) throw new Error('a log that was just made is gone');
  return made;
}

async function lockLog(trx: Trx, teamId: string): Promise<HeldLog | undefined> {
  const row = await trx
    .selectFrom('record_log')
    .select(['name', 'size', 'edge'])
    .where('team_id', '=', teamId)
    .forUpdate()
    .executeTakeFirst();
  return row && { teamId, name: row.name, edge: { size: row.size, hashes: row.edge } };
}

/** Appends these leaves, the first at the log's size. */
export async function appendLeaves(
  trx: Trx,
  { teamId, name, edge }: HeldLog,
  leaves: readonly Leaf[],
): Promise<HeldLog> {
  if (leaves.length === 0) return { teamId, name, edge };
  let next = edge;
  const rows = leaves.map((leaf, i) => {
    const hash = hashOfLeaf(leaf);
    next = append(next, hash);
    const index = edge.size + i;
    return {
      team_id: teamId,
      index,
      previous: index === 0 ? null : index - 1,
      kind: leaf.kind,
      number: leaf.number,
      at: leaf.at,
      prior: leaf.prior ?? null,
      commitment: leaf.commitment ?? null,
      by: leaf.by ?? null,
      hash,
    };
  });
  await trx.insertInto('record_leaf').values(rows).execute();
  await trx
    .updateTable('record_log')
    .set({ size: next.size, root: rootOf(next), edge: [...next.hashes] })
    .where('team_id', '=', teamId)
    .execute();
  return { teamId, name, edge: next };
}

/** Signs how the log stands, unless this key has; its public half is kept for good. */
export async function keepCheckpoint(
  trx: Trx,
  { teamId, name, edge }: HeldLog,
  key: KeyObject,
  now: Temporal.Instant,
): Promise<void> {
  const known = logKeyOf(name, key);
  const head: TreeHead = { size: edge.size, root: rootOf(edge) };
  const note = signCheckpoint(known, key, head);
  await sql`/* name: keep_checkpoint */
    with known as (
      insert into record_key (team_id, key_id, line, since)
      select ${teamId}, ${known.id}, ${writeKey(known)}, ${now}::timestamptz
      where not exists (select 1 from record_key where team_id = ${teamId} and key_id = ${known.id})
      on conflict do nothing
    )
    insert into record_checkpoint (team_id, size, key_id, root, note, signed_at)
    values (${teamId}, ${head.size}, ${known.id}, ${head.root}, ${note}, ${now}::timestamptz)
    on conflict do nothing`.execute(trx);
}

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

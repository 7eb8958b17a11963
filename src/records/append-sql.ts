import { type KeyObject, randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import type { Trx } from '../db/open.ts';
import { logKeyOf, signCheckpoint, type TreeHead, writeKey } from './checkpoint.ts';
import { hashOfLeaf, type Leaf } from './leaf.ts';
import { append, type Edge, EMPTY_EDGE, type Hash, rootOf } from './merkle.ts';
import type { RecordFields } from './record.ts';

/** A workspace's log while it is held. */
export interface HeldLog {
  teamId: string;
  /** The origin of its checkpoints. */
  name: string;
  edge: Edge;
}

/** A paper that is issued with the leaf of this index. */
export interface NewRecord {
  leaf: number;
  no: number;
  salt: Uint8Array;
  fields: RecordFields;
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
  const { rows } = await sql<{ name: string; size: number; edge: Hash[] }>`/* name: hold_log */
    select name, size, edge from record_log where team_id = ${teamId} for update`.execute(trx);
  const [row] = rows;
  return row && { teamId, name: row.name, edge: { size: row.size, hashes: row.edge } };
}

/** The reports that wait longest, some of them perhaps more than once; what comes meanwhile waits for its turn. */
export async function takeDue(trx: Trx, teamId: string, most: number): Promise<string[]> {
  const { rows } = await sql<{ report_id: string }>`/* name: take_record_due */
    with taken as (
      delete from record_due where team_id = ${teamId} and id in (
        select id from record_due where team_id = ${teamId} order by id limit ${most}
      )
      returning id, report_id
    )
    select report_id from taken order by id`.execute(trx);
  return rows.map(({ report_id }) => report_id);
}

/**
 * Appends these leaves, the first at the log's size, and keeps the papers that are issued with some of them: one
 * statement of a fixed text, however many there are.
 */
export async function appendLeaves(
  trx: Trx,
  { teamId, name, edge }: HeldLog,
  leaves: readonly Leaf[],
  papers: readonly NewRecord[] = [],
): Promise<HeldLog> {
  if (leaves.length === 0) return { teamId, name, edge };
  let next = edge;
  const rows = leaves.map((leaf, i) => {
    const hash = hashOfLeaf(leaf);
    next = append(next, hash);
    return {
      ...leaf,
      index: edge.size + i,
      commitment: leaf.commitment && hex(leaf.commitment),
      hash: hex(hash),
    };
  });
  const issued = papers.map(({ leaf, no, salt, fields }) => ({ leaf, no, salt: hex(salt), fields }));
  await sql`/* name: append_leaves */
    with leaf as (
      insert into record_leaf (team_id, index, previous, kind, number, at, prior, commitment, by, hash)
      select ${teamId}, index, nullif(index, 0) - 1, kind, number, at, prior, decode(commitment, 'hex'), by,
        decode(hash, 'hex')
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as l (index bigint, kind text, number text,
        at timestamptz, prior bigint, commitment text, by text, hash text)
    ), paper as (
      insert into service_record (team_id, leaf, no, previous, number, year, code, report_id, expert_id, salt, fields)
      select ${teamId}, leaf, no, nullif(no, 1) - 1, fields ->> 'number', (fields ->> 'year')::integer,
        fields ->> 'code', fields ->> 'reportId', fields ->> 'expertId', decode(salt, 'hex'), fields
      from jsonb_to_recordset(${JSON.stringify(issued)}::jsonb) as p (leaf bigint, no integer, salt text, fields jsonb)
    )
    update record_log set size = ${next.size}, root = ${rootOf(next)}, edge = ${[...next.hashes]}::bytea[]
    where team_id = ${teamId}`.execute(trx);
  return { teamId, name, edge: next };
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
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

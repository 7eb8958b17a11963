import type { Db } from '../db/open.ts';
import { openCheckpoint, readKey, type TreeHead } from './checkpoint.ts';
import { createLeafCheck, type Fault } from './leaf-check.ts';
import { append, type Edge, EMPTY_EDGE, isSameHash, rootOf } from './merkle.ts';
import { countRecords, listCheckpoints, listKeyLines, readChunk, readLog } from './verify-sql.ts';

/** A head of the log that stands elsewhere: where cutting or rewriting the log can't reach it. */
export interface Witness extends TreeHead {
  /** Where it stands, for people. */
  where: string;
}

export interface Verified {
  size: number;
  root: Uint8Array;
  /** As far as somebody has signed it. */
  signed: number;
  /** The first thing that differs. */
  fault: Fault | undefined;
}

/**
 * Works everything out anew from what stands beside the log: each leaf, each root that was signed or printed. Undefined
 * where nothing was ever recorded and nobody says otherwise.
 */
export async function verifyLog(
  db: Db,
  teamId: string,
  printed: readonly Witness[],
): Promise<Verified | undefined> {
  const log = await readLog(db, teamId);
  if (!log && printed.length === 0) return undefined;
  const signed = await readSigned(db, teamId, log?.name ?? '');
  const stored: Witness[] = log ? [{ ...log, where: 'record_log' }] : [];
  const witnesses = [...stored, ...signed.witnesses, ...printed];
  const { edge, roots, fault } = await walk(db, teamId, new Set(witnesses.map(({ size }) => size)));
  const found =
    fault ??
    (await findStray(db, teamId, edge.size)) ??
    findUnlike(witnesses, roots) ??
    (log && !isSameEdge(log, edge) ? { what: 'log_differs' as const } : undefined) ??
    signed.fault;
  return { size: edge.size, root: rootOf(edge), signed: signed.upTo, fault: found };
}

interface Walked {
  edge: Edge;
  /** Of the sizes that somebody vouches for. */
  roots: Map<number, Uint8Array>;
  fault: Fault | undefined;
}

async function walk(db: Db, teamId: string, wanted: ReadonlySet<number>): Promise<Walked> {
  const check = createLeafCheck();
  const roots = new Map([[0, rootOf(EMPTY_EDGE)]]);
  let edge = EMPTY_EDGE;
  for (;;) {
    const rows = await readChunk(db, teamId, edge.size);
    for (const row of rows) {
      const fault = check.take(row);
      if (fault) return { edge, roots, fault };
      edge = append(edge, row.hash);
      if (wanted.has(edge.size)) roots.set(edge.size, rootOf(edge));
    }
    if (rows.length === 0) return { edge, roots, fault: check.end() };
  }
}

/** Papers that have no leaf. */
async function findStray(db: Db, teamId: string, size: number): Promise<Fault | undefined> {
  const stray = await countRecords(db, teamId, size);
  return stray > 0 ? { what: 'record_without_leaf' } : undefined;
}

function findUnlike(
  witnesses: readonly Witness[],
  roots: ReadonlyMap<number, Uint8Array>,
): Fault | undefined {
  for (const { size, root, where } of witnesses) {
    const own = roots.get(size);
    if (!own) return { what: 'cut', where, size };
    if (!isSameHash(own, root)) return { what: 'root_differs', where, size };
  }
  return undefined;
}

function isSameEdge({ hashes }: { hashes: readonly Uint8Array[] }, edge: Edge): boolean {
  return (
    hashes.length === edge.hashes.length &&
    edge.hashes.every((one, i) => isSameHash(one, hashes[i] as Uint8Array))
  );
}

/** What was signed, as far as its key vouches for it. */
async function readSigned(db: Db, teamId: string, name: string) {
  const keys = (await listKeyLines(db, teamId)).map(({ id, line }) => ({ id, key: readKey(line) }));
  const known = keys.flatMap(({ key }) => key ?? []);
  const isKeyWrong = keys.some(({ id, key }) => key?.id !== id || key.name !== name);
  const witnesses: Witness[] = [];
  let fault: Fault | undefined = isKeyWrong ? { what: 'key_differs' } : undefined;
  for (const { size, root, keyId, note } of await listCheckpoints(db, teamId)) {
    const opened = openCheckpoint(note, known);
    const isAsKept =
      opened.ok && opened.key.id === keyId && opened.head.size === size && isSameHash(opened.head.root, root);
    if (!isAsKept) fault ??= { what: 'checkpoint_differs', size };
    else witnesses.push({ size, root, where: `record_checkpoint ${keyId}` });
  }
  return { witnesses, fault, upTo: Math.max(0, ...witnesses.map(({ size }) => size)) };
}

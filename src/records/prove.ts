import type { Db } from '../db/open.ts';
import { findCheckpoint, listHashes, listLeavesAt } from './log-sql.ts';
import { levelsOf, proofIn } from './merkle.ts';
import { writeProof } from './proof.ts';
import type { ValidRecord } from './record.ts';
import { listSalts } from './record-sql.ts';

export interface Proved {
  /** The line of the key that signed, for whoever checks. */
  key: string;
  proofs: { number: string; proof: string }[];
}

/** A proof file for each of these records, in the newest signed state of the log; undefined while nothing is signed. */
export async function proveRecords(
  db: Db,
  teamId: string,
  records: readonly ValidRecord[],
): Promise<Proved | undefined> {
  const checkpoint = await findCheckpoint(db, teamId);
  if (!checkpoint) return undefined;
  const { size, note, line } = checkpoint;
  const signed = records.filter(({ leaf }) => leaf < size);
  const at = signed.map(({ leaf }) => leaf);
  const [hashes, leaves, salts] = await Promise.all([
    listHashes(db, teamId, size),
    listLeavesAt(db, teamId, at),
    listSalts(db, teamId, at),
  ]);
  const levels = levelsOf(hashes);
  const proofs = signed.flatMap(({ leaf: index, number, fields }) => {
    const [leaf, salt] = [leaves.get(index), salts.get(index)];
    if (!leaf || !salt) return [];
    const path = proofIn(levels, index);
    return [{ number, proof: writeProof({ index, leaf, salt, fields, path, checkpoint: note }) }];
  });
  return { key: line, proofs };
}

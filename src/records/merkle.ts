import { createHash } from 'node:crypto';

/** The Merkle tree of RFC 6962, section 2.1, over SHA-256. A hash is 32 bytes. */
export type Hash = Uint8Array;

function hash(...parts: readonly Uint8Array[]): Hash {
  const sha = createHash('sha256');
  for (const part of parts) sha.update(part);
  return sha.digest();
}

const LEAF = Uint8Array.of(0);
const NODE = Uint8Array.of(1);

/** Of an entry, as it is written. */
export function leafHash(entry: Uint8Array): Hash {
  return hash(LEAF, entry);
}

export function nodeHash(left: Hash, right: Hash): Hash {
  return hash(NODE, left, right);
}

/**
 * The right edge of a tree: the roots of its complete subtrees, the largest first, as many as its size has ones in
 * binary. It is all that appending needs, however long the log is.
 */
export interface Edge {
  size: number;
  hashes: readonly Hash[];
}

export const EMPTY_EDGE: Edge = { size: 0, hashes: [] };

export function append({ size, hashes }: Edge, leaf: Hash): Edge {
  const next = [...hashes];
  let right = leaf;
  for (let rest = size; rest % 2 === 1; rest = Math.floor(rest / 2)) {
    const left = next.pop();
    if (!left) throw new Error('the edge of a tree is shorter than its size');
    right = nodeHash(left, right);
  }
  return { size: size + 1, hashes: [...next, right] };
}

/** The root; that of an empty tree is the hash of nothing. */
export function rootOf({ hashes }: Edge): Hash {
  const last = hashes.at(-1);
  if (!last) return hash();
  return hashes.slice(0, -1).reduceRight((right, left) => nodeHash(left, right), last);
}

/** All nodes of a tree by level, the leaves first; a node without a sibling moves up as it is. */
export type Levels = readonly (readonly Hash[])[];

export function levelsOf(leaves: readonly Hash[]): Levels {
  const levels: Hash[][] = [[...leaves]];
  for (let below = levels[0] ?? []; below.length > 1; ) {
    const above: Hash[] = [];
    for (let i = 0; i < below.length; i += 2) {
      const [left, right] = [below[i] as Hash, below[i + 1]];
      above.push(right ? nodeHash(left, right) : left);
    }
    levels.push(above);
    below = above;
  }
  return levels;
}

/** The siblings from the leaf of this index up to the root's child (RFC 6962, section 2.1.1). */
export function proofIn(levels: Levels, index: number): Hash[] {
  const proof: Hash[] = [];
  let at = index;
  for (const level of levels.slice(0, -1)) {
    const sibling = level[at % 2 === 0 ? at + 1 : at - 1];
    if (sibling) proof.push(sibling);
    at = Math.floor(at / 2);
  }
  return proof;
}

/** The root to which this proof leads; undefined when it is none for a leaf of this index in a tree of this size. */
export function rootByProof(
  { index, size, leaf }: { index: number; size: number; leaf: Hash },
  proof: readonly Hash[],
): Hash | undefined {
  if (index < 0 || index >= size) return undefined;
  let [at, last, root] = [index, size - 1, leaf];
  for (const sibling of proof) {
    // Nothing is left to climb.
    if (last === 0) return undefined;
    if (at % 2 === 1 || at === last) {
      root = nodeHash(sibling, root);
      while (at % 2 === 0 && at > 0) [at, last] = [at / 2, Math.floor(last / 2)];
    } else {
      root = nodeHash(root, sibling);
    }
    [at, last] = [Math.floor(at / 2), Math.floor(last / 2)];
  }
  return last === 0 ? root : undefined;
}

export function isSameHash(one: Uint8Array, other: Uint8Array): boolean {
  return Buffer.compare(one, other) === 0;
}

import { type LogKey, openCheckpoint, type TreeHead } from './checkpoint.ts';
import { commitmentTo, type Leaf, writeLeaf } from './leaf.ts';
import { type Hash, isSameHash, leafHash, rootByProof } from './merkle.ts';
import { type RecordFields, readFields } from './record.ts';

/** All by which somebody can show, without us, that a record stands in the log. */
export interface RecordProof {
  index: number;
  leaf: Leaf;
  salt: Uint8Array;
  fields: RecordFields;
  path: readonly Hash[];
  /** A signed note. */
  checkpoint: string;
}

const HEADER = 'c2sp.org/tlog-proof@v1';

/** A file in the format of C2SP tlog-proof; leaf, salt and fields are its extra data. */
export function writeProof({ index, leaf, salt, fields, path, checkpoint }: RecordProof): string {
  const extra = { leaf: base64(writeLeaf(leaf)), salt: base64(salt), fields };
  const lines = [
    HEADER,
    `extra ${Buffer.from(JSON.stringify(extra)).toString('base64')}`,
    `index ${index}`,
    ...path.map(base64),
    '',
    checkpoint,
  ];
  return lines.join('\n');
}

export type ProofFault =
  | 'malformed'
  | 'fields_differ'
  | 'not_in_tree'
  | 'unknown_key'
  | 'wrong_signature'
  | 'other_record';

export type ProofOutcome =
  | { ok: true; fields: RecordFields; leaf: string; head: TreeHead }
  | { ok: false; fault: ProofFault };

const PROOF = /^c2sp\.org\/tlog-proof@v1\nextra ([\w+/=]+)\nindex (0|[1-9]\d{0,14})\n((?:[\w+/=]+\n)*)\n/;

/** Checks a proof file against the keys that its reader trusts; neither we nor a database is needed. */
export function checkProof(text: string, keys: readonly LogKey[]): ProofOutcome {
  const [head, extra = '', index, lines = ''] = PROOF.exec(text) ?? [];
  const read = readExtra(extra);
  if (head === undefined || !read) return { ok: false, fault: 'malformed' };
  const path = lines.split('\n').filter(Boolean).map(bytesOf);
  if (path.some(({ length }) => length !== 32)) return { ok: false, fault: 'malformed' };
  const opened = openCheckpoint(text.slice(head.length), keys);
  if (!opened.ok) return opened;
  const { size, root } = opened.head;
  const reached = rootByProof({ index: Number(index), size, leaf: leafHash(bytesOf(read.leaf)) }, path);
  if (!reached || !isSameHash(reached, root)) return { ok: false, fault: 'not_in_tree' };
  const leaf = bytesOf(read.leaf).toString();
  const commitment = base64(commitmentTo(read.fields, bytesOf(read.salt)));
  if (lineOf(leaf, 'commitment') !== commitment) return { ok: false, fault: 'fields_differ' };
  const fields = readFields(read.fields);
  if (!fields || lineOf(leaf, 'number') !== fields.number) return { ok: false, fault: 'other_record' };
  return { ok: true, fields, leaf, head: opened.head };
}

/** As it came: what is hashed is what was given, whatever this release knows of it. */
function readExtra(extra: string): { leaf: string; salt: string; fields: object } | undefined {
  try {
    const { leaf, salt, fields } = JSON.parse(bytesOf(extra).toString());
    const isWhole = typeof leaf === 'string' && typeof salt === 'string' && typeof fields === 'object';
    return isWhole && fields !== null ? { leaf, salt, fields } : undefined;
  } catch {
    return undefined;
  }
}

/** The value of one line of a leaf. */
function lineOf(leaf: string, name: string): string | undefined {
  return new RegExp(`^${name} (.*)$`, 'm').exec(leaf)?.[1];
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64');
}

function bytesOf(text: string): Buffer {
  return Buffer.from(text, 'base64');
}

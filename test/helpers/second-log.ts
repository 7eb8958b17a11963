import { createHash, createPublicKey, verify } from 'node:crypto';

/**
 * The record log once more, by somebody who never saw ours: RFC 6962 (2.1, 2.1.1), RFC 8785, and the pages of C2SP,
 * signed-note, tlog-checkpoint and tlog-proof. It imports nothing of the program.
 */

export function sha(...parts: Uint8Array[]): Buffer {
  return createHash('sha256').update(Buffer.concat(parts)).digest();
}

const [LEAF, NODE] = [Buffer.of(0), Buffer.of(1)];

/** MTH. */
export function treeHash(entries: readonly Uint8Array[]): Buffer {
  if (entries.length === 0) return sha();
  if (entries.length === 1) return sha(LEAF, entries[0] as Uint8Array);
  const k = largestPowerBelow(entries.length);
  return sha(NODE, treeHash(entries.slice(0, k)), treeHash(entries.slice(k)));
}

/** PATH. */
export function auditPath(m: number, entries: readonly Uint8Array[]): Buffer[] {
  if (entries.length <= 1) return [];
  const k = largestPowerBelow(entries.length);
  return m < k
    ? [...auditPath(m, entries.slice(0, k)), treeHash(entries.slice(k))]
    : [...auditPath(m - k, entries.slice(k)), treeHash(entries.slice(0, k))];
}

function largestPowerBelow(n: number): number {
  let k = 1;
  while (k * 2 < n) k *= 2;
  return k;
}

/** PATH, read backwards: the root of n leaves above the m-th, whose hash this is. */
function rootAbove(leaf: Buffer, m: number, n: number, path: readonly Buffer[]): Buffer {
  const last = path.at(-1);
  if (n === 1) {
    if (last) throw new Error('the path is too long');
    return leaf;
  }
  if (!last) throw new Error('the path is too short');
  const [k, below] = [largestPowerBelow(n), path.slice(0, -1)];
  return m < k
    ? sha(NODE, rootAbove(leaf, m, k, below), last)
    : sha(NODE, last, rootAbove(leaf, m - k, n - k, below));
}

function bytes(base64: string, length?: number): Buffer {
  const read = Buffer.from(base64, 'base64');
  if (read.toString('base64') !== base64) throw new Error('no base64');
  if (length !== undefined && read.length !== length) throw new Error(`not ${length} bytes`);
  return read;
}

/** What of a checkpoint the key of this line (`name+id+key`) vouches for. */
export function readCheckpoint(
  note: string,
  keyLine: string,
): { origin: string; size: number; root: Buffer } {
  const [name, id, key] = keyLine.split(/\+(.{8})\+/) as [string, string, string];
  const publicKey = bytes(key, 33);
  if (publicKey[0] !== 1) throw new Error('no key of Ed25519');
  if (sha(Buffer.from(`${name}\n`), publicKey).toString('hex', 0, 4) !== id) throw new Error('another id');
  const end = note.lastIndexOf('\n\n');
  const [text, signatures] = [note.slice(0, end + 1), note.slice(end + 2)];
  const own = signatures
    .split('\n')
    .map((line) => line.split(' '))
    .filter(([dash, by]) => dash === '\u2014' && by === name)
    .map(([, , signed = '']) => bytes(signed))
    .find((signed) => signed.toString('hex', 0, 4) === id);
  if (!own) throw new Error('not signed by this key');
  const x = publicKey.subarray(1).toString('base64url');
  const ed25519 = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
  if (!verify(null, Buffer.from(text), ed25519, own.subarray(4))) throw new Error('the signature is wrong');
  const [origin = '', size = '', root = ''] = text.split('\n');
  if (!/^(0|[1-9]\d*)$/.test(size)) throw new Error('no size');
  return { origin, size: Number(size), root: bytes(root, 32) };
}

/** What a proof file proves under this key; throws where it proves nothing. */
export function readProof(text: string, keyLine: string): { fields: Record<string, unknown>; size: number } {
  const [first, second = '', third = '', ...rest] = text.split('\n');
  if (first !== 'c2sp.org/tlog-proof@v1') throw new Error('no proof');
  const index = /^index (0|[1-9]\d*)$/.exec(third)?.[1];
  if (!second.startsWith('extra ') || index === undefined) throw new Error('no proof of a record');
  const blank = rest.indexOf('');
  const path = rest.slice(0, blank).map((line) => bytes(line, 32));
  const { size, root } = readCheckpoint(rest.slice(blank + 1).join('\n'), keyLine);
  const { leaf, salt, fields } = JSON.parse(bytes(second.slice(6)).toString());
  const entry = bytes(leaf);
  if (Number(index) >= size) throw new Error('beyond the tree');
  if (!rootAbove(sha(LEAF, entry), Number(index), size, path).equals(root))
    throw new Error('not in the tree');
  const said = new Map(
    entry
      .toString()
      .split('\n')
      .map((line) => line.split(' ') as [string, string]),
  );
  if (said.get('commitment') !== commit(fields, bytes(salt, 32))) throw new Error('it says something else');
  if (said.get('number') !== fields.number) throw new Error('of another record');
  return { fields, size };
}

/** RFC 8785, for what JSON.parse gives. */
function jcs(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(jcs).join()}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  const names = Object.keys(value).sort();
  return `{${names.map((name) => `${JSON.stringify(name)}:${jcs((value as Record<string, unknown>)[name])}`).join()}}`;
}

function commit(fields: unknown, salt: Uint8Array): string {
  return sha(Buffer.from('expert-desk/record-fields/v1\n'), salt, Buffer.from(jcs(fields))).toString(
    'base64',
  );
}

/** Rows as the database has them, in the order of the log. */
export interface Rows {
  leaves: readonly {
    kind: string;
    number: string;
    /** UTC with six digits behind the second. */
    at: string;
    prior: number | null;
    commitment: Uint8Array | null;
    by: string | null;
  }[];
  papers: readonly { leaf: number; salt: Uint8Array | null; fields: object | null }[];
  checkpoints: readonly { note: string; line: string }[];
}

/** The root at each size, from nothing but the rows; throws at the first thing that doesn’t fit. */
export function readLog({ leaves, papers, checkpoints }: Rows): string[] {
  const entries = leaves.map(({ kind, number, at, prior, commitment, by }) => {
    const committed = commitment ? Buffer.from(commitment).toString('base64') : '-';
    const lines = [`kind ${kind}`, `number ${number}`, `at ${at}`, `prior ${prior ?? '-'}`];
    return Buffer.from(
      ['expert-desk/record/v1', ...lines, `commitment ${committed}`, `by ${by ?? '-'}`, ''].join('\n'),
    );
  });
  const isErased = (leaf: number) => leaves.some(({ kind, prior }) => kind === 'erase' && prior === leaf);
  for (const { leaf, salt, fields } of papers) {
    if (!salt || !fields) {
      if (!isErased(leaf)) throw new Error(`what ${leaf} says is gone`);
      continue;
    }
    const committed = Buffer.from(leaves[leaf]?.commitment ?? []).toString('base64');
    if (commit(fields, salt) !== committed) throw new Error(`${leaf} says something else`);
  }
  const roots = Array.from({ length: entries.length + 1 }, (_, size) => treeHash(entries.slice(0, size)));
  for (const { note, line } of checkpoints) {
    const { size, root } = readCheckpoint(note, line);
    if (!roots[size]?.equals(root)) throw new Error(`another log was signed at ${size}`);
  }
  return roots.map((root) => root.toString('base64'));
}

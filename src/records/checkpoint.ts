import { createHash, createPublicKey, type KeyObject, sign, verify } from 'node:crypto';
import type { Hash } from './merkle.ts';

/** How large a log is, and its root: what is signed, and what a digest prints. */
export interface TreeHead {
  size: number;
  root: Hash;
}

/** An Ed25519 key as the log's readers know it: under a name, with an id that comes from both. */
export interface LogKey {
  name: string;
  /** Eight hexadecimal digits. */
  id: string;
  /** The 32 bytes of RFC 8032. */
  publicKey: Uint8Array;
}

/** The signature type of Ed25519 in a signed note. */
const ED25519 = Uint8Array.of(1);

/** How a public Ed25519 key begins in SPKI. */
const SPKI = Buffer.from('302a300506032b6570032100', 'hex');

/** What of a key may be known, under this name; `key` is the private or the public one. */
export function logKeyOf(name: string, key: KeyObject): LogKey {
  const own = key.type === 'private' ? createPublicKey(key) : key;
  return logKey(name, own.export({ format: 'der', type: 'spki' }).subarray(SPKI.length));
}

export function logKey(name: string, publicKey: Uint8Array): LogKey {
  const named = Buffer.concat([Buffer.from(`${name}\n`), ED25519, publicKey]);
  const id = createHash('sha256').update(named).digest('hex').slice(0, 8);
  return { name, id, publicKey };
}

/** `name+id+key`, the one line by which a signed note's verifiers are told of a key. */
export function writeKey({ name, id, publicKey }: LogKey): string {
  return `${name}+${id}+${Buffer.concat([ED25519, publicKey]).toString('base64')}`;
}

/** Undefined for what is no such line, or names its key wrongly. */
export function readKey(line: string): LogKey | undefined {
  const [, name = '', id, text = ''] = /^([^\s+]+)\+([0-9a-f]{8})\+([\w+/=]+)$/.exec(line) ?? [];
  const bytes = Buffer.from(text, 'base64');
  if (bytes.length !== 33 || bytes[0] !== ED25519[0]) return undefined;
  const key = logKey(name, bytes.subarray(1));
  return key.id === id ? key : undefined;
}

/** The text that is signed (C2SP tlog-checkpoint): origin, size, root, a line each. */
function textOf(origin: string, { size, root }: TreeHead): string {
  return `${origin}\n${size}\n${Buffer.from(root).toString('base64')}\n`;
}

/** A checkpoint as a signed note (C2SP signed-note); the log's name is the key's. */
export function signCheckpoint(key: LogKey, privateKey: KeyObject, head: TreeHead): string {
  const text = textOf(key.name, head);
  const signature = sign(null, Buffer.from(text), privateKey);
  const signed = Buffer.concat([Buffer.from(key.id, 'hex'), signature]).toString('base64');
  return `${text}\n— ${key.name} ${signed}\n`;
}

export type CheckpointOutcome =
  | { ok: true; head: TreeHead; key: LogKey }
  | { ok: false; fault: 'malformed' | 'unknown_key' | 'wrong_signature' };

const NOTE = /^((\S+)\n(0|[1-9]\d{0,14})\n([\w+/=]+)\n)\n((?:— \S+ [\w+/=]+\n)+)$/;

/** What of a checkpoint one of these keys vouches for; signatures of others are passed over. */
export function openCheckpoint(note: string, keys: readonly LogKey[]): CheckpointOutcome {
  const [, text, origin, size, root, signatures] = NOTE.exec(note) ?? [];
  const bytes = Buffer.from(root ?? '', 'base64');
  if (!text || !signatures || bytes.length !== 32 || bytes.toString('base64') !== root)
    return { ok: false, fault: 'malformed' };
  for (const line of signatures.trimEnd().split('\n')) {
    const [, name, signed = ''] = line.split(' ');
    const given = Buffer.from(signed, 'base64');
    const id = given.subarray(0, 4).toString('hex');
    const key = keys.find((one) => one.name === name && one.id === id && one.name === origin);
    if (!key) continue;
    const publicKey = createPublicKey({
      key: Buffer.concat([SPKI, key.publicKey]),
      format: 'der',
      type: 'spki',
    });
    if (!verify(null, Buffer.from(text), publicKey, given.subarray(4)))
      return { ok: false, fault: 'wrong_signature' };
    return { ok: true, head: { size: Number(size), root: bytes }, key };
  }
  return { ok: false, fault: 'unknown_key' };
}

import { createHash } from 'node:crypto';
import { type Hash, leafHash } from './merkle.ts';

/** issue and correct have fields of their own; revoke and erase speak of those of an older leaf. */
export const LEAF_KINDS = ['issue', 'correct', 'revoke', 'erase'] as const;
export type LeafKind = (typeof LEAF_KINDS)[number];

/** On whose word personal fields were erased: never a name, as a leaf stays for good. */
export const ERASERS = ['expert', 'coordinator'] as const;
export type Eraser = (typeof ERASERS)[number];

/** An entry of the log. Nothing in it tells of anybody. */
export interface Leaf {
  kind: LeafKind;
  /** FW-2013-000001: its own, or that of the record which it revokes or erases. */
  number: string;
  at: Temporal.Instant;
  /** The index of the older leaf to which it points. */
  prior: number | undefined;
  /** Of its fields with their salt. */
  commitment: Hash | undefined;
  by: Eraser | undefined;
}

/**
 * A leaf as it is hashed: lines of a name and a value, always all of them and in this order, each ended by a newline;
 * what isn’t there is a dash. A moment is UTC to the microsecond.
 */
export function writeLeaf({ kind, number, at, prior, commitment, by }: Leaf): Uint8Array {
  const lines = [
    'expert-desk/record/v1',
    `kind ${kind}`,
    `number ${number}`,
    `at ${at.toString({ fractionalSecondDigits: 6 })}`,
    `prior ${prior ?? '-'}`,
    `commitment ${commitment ? Buffer.from(commitment).toString('base64') : '-'}`,
    `by ${by ?? '-'}`,
  ];
  return Buffer.from(lines.map((line) => `${line}\n`).join(''));
}

export function hashOfLeaf(leaf: Leaf): Hash {
  return leafHash(writeLeaf(leaf));
}

/** What a salted commitment begins with, so that it is none of anything else. */
const DOMAIN = Buffer.from('expert-desk/record-fields/v1\n');

/** Tells nothing of the fields to whoever lacks the salt, which is 32 random bytes. */
export function commitmentTo(fields: object, salt: Uint8Array): Hash {
  return createHash('sha256').update(DOMAIN).update(salt).update(canonical(fields)).digest();
}

/**
 * One text for one value (RFC 8785): members by the UTF-16 units of their names, no white space, numbers and strings
 * as JavaScript writes them; members that are undefined are none.
 */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value)
    .filter(([, one]) => one !== undefined)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, one]) => `${JSON.stringify(name)}:${canonical(one)}`);
  return `{${members.join(',')}}`;
}

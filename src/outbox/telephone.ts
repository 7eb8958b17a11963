import type { Outgoing } from './enqueue.ts';

/** Somebody without an account: an expert by their id, a host unit's contact by that of the need that names them. */
export interface Called {
  person: 'expert' | 'contact';
  id: string;
}

const PREFIX = 'telephone';

/**
 * Stands where an account would, as the target of whatever is to be said to them. The queue keeps it as a line for a
 * coordinator to tell by telephone, once, by the same permanent key.
 */
export function telephoneOf({ person, id }: Called): string {
  return `${PREFIX}:${person}:${id}`;
}

/** Who is meant, where a target is no account and no channel. */
export function calledIn(target: string): Called | undefined {
  const [prefix, person, ...id] = target.split(':');
  if (prefix !== PREFIX || (person !== 'expert' && person !== 'contact')) return undefined;
  return { person, id: id.join(':') };
}

/** What it speaks of, the nearest first. */
const ABOUT = ['claimId', 'reportId', 'roundId', 'demandId', 'expertId'];

export function lineOf(shape: 'view' | 'notice', { key, kind, ref }: Outgoing, { person, id }: Called) {
  const about = ABOUT.map((name) => ref[name]).find((one) => one) ?? id;
  return { key, shape, kind, person, person_id: id, about, ref };
}

/** As it is kept, but for its workspace. */
export type Line = ReturnType<typeof lineOf>;

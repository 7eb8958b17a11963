import type { Db } from '../db/open.ts';
import type { Programme } from '../programme/programme.ts';
import { owedSince } from '../summaries/deadline.ts';
import { listSummaries } from '../summaries/repository.ts';
import { isOpen, stateOf } from '../summaries/summary.ts';
import type { Digest, Scope } from './digest.ts';

/**
 * From 1 November: how many yearly summaries are handed in and whose are missing, where the digest is about the whole
 * city; where it is about a district, how its own stands.
 */
export async function readHandedIn(
  db: Db,
  programme: Programme,
  now: Temporal.Instant,
  { district, line }: Scope,
): Promise<Pick<Digest, 'obligations' | 'ownSummary'>> {
  if (line || Temporal.Instant.compare(now, owedSince(programme)) < 0) return {};
  const summaries = await listSummaries(db, programme);
  if (district) {
    const own = summaries.find(({ unit: { kind, slug } }) => kind === 'district' && slug === district);
    return { ownSummary: own ? stateOf(own) : 'not_started' };
  }
  const notYet = summaries.filter(isOpen).map(({ unit }) => unit);
  return { obligations: { done: summaries.length - notYet.length, owed: summaries.length, notYet } };
}

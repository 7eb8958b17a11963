import type { Db } from '../db/open.ts';
import type { Programme } from '../programme/programme.ts';
import { countObligations } from '../summaries/obligations.ts';
import { owedSince } from '../summaries/summary.ts';
import type { Digest, Scope } from './digest.ts';

/** How many yearly summaries are handed in: from 1 November, and only where the digest is about the whole city. */
export async function readHandedIn(
  db: Db,
  programme: Programme,
  now: Temporal.Instant,
  { district, line }: Scope,
): Promise<Pick<Digest, 'obligations'>> {
  if (district || line || Temporal.Instant.compare(now, owedSince(programme)) < 0) return {};
  const { accepted, submitted, owed } = await countObligations(db, programme);
  return { obligations: { done: accepted + submitted, owed } };
}

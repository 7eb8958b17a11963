import { sql } from 'kysely';
import type { Trx } from '../db/open.ts';
import { appendLeaves, holdLog } from './append-sql.ts';
import type { Eraser, Leaf } from './leaf.ts';

/**
 * Forgets what these experts' records say, and writes into the log of which leaf that was, when, and on whose word: in
 * the transaction that erases the person, so that no record is ever without its fields and without that word. The log
 * still proves all others. Returns how many it were.
 */
export async function eraseRecords(
  trx: Trx,
  {
    teamId,
    expertIds,
    by,
    now,
  }: { teamId: string; expertIds: readonly string[]; by: Eraser; now: Temporal.Instant },
): Promise<number> {
  const log = await holdLog(trx, teamId);
  const { rows } = await sql<{ leaf: number; number: string }>`
    update service_record set salt = null, fields = null
    where team_id = ${teamId} and expert_id = any(${[...expertIds]}::text[]) and fields is not null
    returning leaf, number`.execute(trx);
  const erased = rows.toSorted((a, b) => a.leaf - b.leaf);
  const at = now.round('millisecond');
  const leaves = erased.map(
    ({ leaf, number }): Leaf => ({ kind: 'erase', number, at, prior: leaf, commitment: undefined, by }),
  );
  await appendLeaves(trx, log, leaves);
  return erased.length;
}

import { sql } from 'kysely';
import type { Db } from '../db/open.ts';
import { LEASE } from './ceilings.ts';
import type { LeasedRow, Taking } from './lease.ts';

/**
 * Takes the message that stands there, if it is to be shown anew; also from whoever only waits for its turn with it, whose
 * lease ends with this. What is being sent at this moment is left alone.
 */
export async function leaseStanding(
  db: Db,
  { teamId, channel, ts }: { teamId: string; channel: string; ts: string },
  { wallNow, processId }: Pick<Taking, 'wallNow' | 'processId'>,
): Promise<LeasedRow | undefined> {
  const row = await db
    .updateTable('outgoing')
    .set({
      state: 'leased',
      attempts: sql`attempts + 1`,
      lease_until: wallNow.add(LEASE),
      leased_by: processId ?? null,
    })
    .where('team_id', '=', teamId)
    .where('channel_id', '=', channel)
    .where('ts', '=', ts)
    .where('state', 'in', ['waiting', 'leased'])
    .returningAll()
    .executeTakeFirst();
  return row && { ...row, parent_ts: null };
}

import { sql } from 'kysely';
import { z } from 'zod';
import type { Db } from '../db/open.ts';
import type { Witness } from '../records/verify-log.ts';

const printed = z.object({ size: z.number(), root: z.string() });

/** How the record log stood, as posted digests have printed it: whoever reads the channel is a witness. */
export async function listPrintedHeads(db: Db, teamId: string): Promise<Witness[]> {
  const { rows } = await sql<{ slot: string; head: unknown }>`
    select i.slot, i.figures -> 'kept' -> 'digest' -> 'records' as head from digest_issue i
    where i.team_id = ${teamId} and i.state = 'posted' and i.figures -> 'kept' -> 'digest' ? 'records'
    order by i.at`.execute(db);
  return rows.flatMap(({ slot, head }) => {
    const { data } = printed.safeParse(head);
    return data ? [{ size: data.size, root: Buffer.from(data.root, 'base64'), where: `digest ${slot}` }] : [];
  });
}

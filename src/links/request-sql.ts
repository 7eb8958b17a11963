import { sql } from 'kysely';
import type { Db, Trx } from '../db/open.ts';

/** Keeps with the claim which other date would suit, and who is told of it. */
export async function keepOtherDate(
  trx: Trx,
  { teamId, claimId, now }: { teamId: string; claimId: string; now: Temporal.Instant },
  { text, to }: { text: string; to: string },
): Promise<void> {
  await trx
    .updateTable('claim')
    .set({ other_date: text, other_date_at: now, other_date_to: to })
    .where('team_id', '=', teamId)
    .where('id', '=', claimId)
    .execute();
}

/** They are asked again: what they wished for before has been read. */
export async function forgetOtherDate(trx: Trx, teamId: string, claimId: string): Promise<boolean> {
  const rows = await trx
    .updateTable('claim')
    .set({ other_date: null, other_date_at: null, other_date_to: null })
    .where('team_id', '=', teamId)
    .where('id', '=', claimId)
    .where('other_date', 'is not', null)
    .returning('id')
    .execute();
  return rows.length > 0;
}

/** What a link may be made for: by itself, or a need of which something waits. */
export type LinkedKind = 'claim' | 'report' | 'unit';

/** What the id of a button stands for. */
export async function findKindOf(
  db: Db,
  teamId: string,
  id: string,
): Promise<LinkedKind | 'demand' | undefined> {
  const { rows } = await sql<{ kind: LinkedKind | 'demand' }>`
    select 'claim' as kind from claim where team_id = ${teamId} and id = ${id}
    union all select 'report' from report where team_id = ${teamId} and id = ${id}
    union all select 'demand' from demand where team_id = ${teamId} and id = ${id}
    union all select 'unit' from organisation where team_id = ${teamId} and id = ${id}`.execute(db);
  return rows[0]?.kind;
}

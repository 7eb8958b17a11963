import { sql } from 'kysely';
import type { Db, Trx } from '../db/open.ts';

/** Until when the unit has agreed for all its experts already, where that is as long as is asked; the longest. */
export async function findAgreedUntil(
  db: Db,
  teamId: string,
  { unitId, until }: { unitId: string; until: string },
): Promise<string | undefined> {
  const { rows } = await sql<{ until: string }>`
    select b.until::text as until from blanket b
    where b.team_id = ${teamId} and b.employer_id = ${unitId} and b.expert_id is null and b.ended_at is null
      and b.until >= ${until}::date
    order by b.until desc limit 1`.execute(db);
  return rows[0]?.until;
}

/**
 * Holds the home unit until the transaction ends, against whoever merges it or writes down what it says: they have done so
 * before, or wait. False where it is one no longer.
 */
export async function holdUnit(trx: Trx, teamId: string, id: string): Promise<boolean> {
  const { rows } = await sql`select 1 from organisation
    where team_id = ${teamId} and id = ${id} and kind = 'home_unit' and merged_into is null for update`.execute(
    trx,
  );
  return rows.length === 1;
}

import { sql } from 'kysely';
import type { Db } from '../db/open.ts';

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

import { sql } from 'kysely';
import type { Db } from '../db/open.ts';
import { type CaseRow, type ClaimCase, caseOf, selectCases } from './case-sql.ts';

/** All that was ever claimed of a need, what is live first. */
export async function listCases(
  db: Db,
  teamId: string,
  demandId: string,
  most: number,
): Promise<ClaimCase[]> {
  const { rows } = await sql<CaseRow>`/* name: list_claim_cases */
    ${selectCases(teamId, sql`claim.demand_id = ${demandId}`)}
    order by claim.ended_at is not null, claim.claimed_at desc limit ${most}`.execute(db);
  return rows.map(caseOf);
}

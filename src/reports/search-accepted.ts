import { type SqlBool, sql } from 'kysely';
import type { Db } from '../db/open.ts';
import type { Actor } from '../directory/permissions.ts';
import { listReports } from './listings.ts';
import type { Report } from './report.ts';

/** Accepted reports of this coordinator whose number or title holds what was typed, the newest first. */
export async function searchAccepted(
  db: Db,
  teamId: string,
  { bureau, districts }: Actor,
  query: string,
): Promise<Report[]> {
  const like = `%${query.replaceAll(/[\\%_]/g, (one) => `\\${one}`)}%`;
  return listReports(
    db,
    teamId,
    sql<SqlBool>`report.state = 'accepted' and (report.number ilike ${like} or report.title ilike ${like})
      and (${bureau}::boolean or report.districts[1] = any(${[...districts]}::text[]))`,
    sql`report.accepted_at desc`,
  );
}

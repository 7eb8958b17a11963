import { sql } from 'kysely';
import type { Db } from '../db/open.ts';
import type { Picture } from './statement-views.ts';

/** The pictures in these reports as they stand, by the number of the report. */
export async function listPictures(db: Db, teamId: string, reportIds: readonly string[]): Promise<Picture[]> {
  const { rows } = await sql<Picture>`
    select r.number as "reportNumber", f.name from report_file f
    join report r on r.team_id = f.team_id and r.id = f.report_id and r.version = f.version
    where f.team_id = ${teamId} and f.report_id = any(${[...reportIds]}::text[]) and f.type ^@ 'image'
    order by r.number, f.no`.execute(db);
  return rows;
}

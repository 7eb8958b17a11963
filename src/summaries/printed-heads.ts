import { sql } from 'kysely';
import type { Db } from '../db/open.ts';
import type { Witness } from '../records/verify-log.ts';

/** How the record log stood, as yearly summaries print it: every unit that handed one in is a witness. */
export async function listHeadsInSummaries(db: Db, teamId: string): Promise<Witness[]> {
  const { rows } = await sql<{ year: number; unit: string; version: number; size: number; root: Uint8Array }>`
    select s.year, s.unit, v.version, v.log_size as size, v.log_root as root
    from yearly_summary_version v
    join yearly_summary s on s.team_id = v.team_id and s.id = v.summary_id
    where v.team_id = ${teamId} and v.log_root is not null
    order by v.submitted_at, s.unit, v.version`.execute(db);
  return rows.map(({ year, unit, version, size, root }) => ({
    size,
    root,
    where: `summary ${year} ${unit} ${version}`,
  }));
}

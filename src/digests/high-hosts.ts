import { sql } from 'kysely';
import type { Db } from '../db/open.ts';
import type { Actor } from '../directory/permissions.ts';
import type { Programme } from '../programme/programme.ts';

/** Needs of units above the county that were published all the same, and the reasons given; the newest first. */
export interface HighHosts {
  n: number;
  first: { number: string; unit: string; reason: string }[];
}

/** As many as are named. */
const NAMED = 5;

/** Of the year, as far as they are this coordinator's: of their districts, or all for the bureau. */
export async function readHighHosts(
  db: Db,
  { teamId, year }: Programme,
  { bureau, districts }: Actor,
): Promise<HighHosts> {
  const { rows } = await sql<{
    number: string;
    unit: string;
    reason: string;
    n: number;
  }>`/* name: high_hosts */
    select d.number, d.unit_name as unit, a.details ->> 'host_reason' as reason, (count(*) over ())::integer as n
    from audit a
    join demand d on d.team_id = a.team_id and d.id = a.object_id and d.year = ${year}
    where a.team_id = ${teamId} and a.details ->> 'host_reason' is not null and a.outcome = 'done'
      and a.object_kind = 'demand' and (${bureau}::boolean or d.district = any(${[...districts]}::text[]))
      and not exists (
        select 1 from audit u where u.team_id = a.team_id and u.object_kind = a.object_kind
          and u.object_id = a.object_id and u.act = 'undo' and u.details ->> 'undoes' = a.id::text)
    order by a.id desc limit ${NAMED}`.execute(db);
  return { n: rows[0]?.n ?? 0, first: rows.map(({ n: _, ...one }) => one) };
}

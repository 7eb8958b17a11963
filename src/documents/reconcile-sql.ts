import { sql } from 'kysely';
import type { Trx } from '../db/open.ts';
import type { Programme } from '../programme/programme.ts';
import type { ReportScope } from './year-report-scope.ts';
import { acceptedIn, reportsWithin } from './year-sql.ts';

/** An activity that several units count, and the city once. */
export interface SharedActivity {
  number: string;
  title: string;
  line: string;
  confidential: boolean;
  districts: string[];
  systems: string[];
}

/** Those in several districts, or with experts of several systems, the oldest first. */
export async function listShared(trx: Trx, programme: Programme): Promise<SharedActivity[]> {
  const { rows } = await sql<SharedActivity>`
    with told as (
      select r.number, r.title, r.action_line as line, coalesce(d.confidential, false) as confidential, r.districts,
        r.service_end, (
          select coalesce(array_agg(distinct e.system order by e.system), '{}') from report_expert re
          join expert e on e.team_id = re.team_id and e.id = re.expert_id
          where re.team_id = r.team_id and re.report_id = r.id) as systems
      from ${acceptedIn(programme)}
      left join demand d on d.team_id = r.team_id and d.id = r.demand_id
    )
    select number, title, line, confidential, districts, systems from told
    where cardinality(districts) > 1 or cardinality(systems) > 1
    order by service_end, number`.execute(trx);
  return rows;
}

/** Of these reports of the year, those of the line of which nothing but figures is told. */
export async function listUntold(
  trx: Trx,
  { teamId, year }: Programme,
  numbers: readonly string[],
): Promise<string[]> {
  const { rows } = await sql<{ number: string }>`
    select r.number from report r
    left join demand d on d.team_id = r.team_id and d.id = r.demand_id
    where r.team_id = ${teamId} and r.year = ${year} and r.number = any(${[...numbers]}::text[])
      and (r.action_line = 'talent_health' or d.confidential)`.execute(trx);
  return rows.map(({ number }) => number);
}

/** The numbers of the unit's reports of which something was corrected after the year was closed. */
export async function listCorrectedIn(trx: Trx, programme: Programme, scope: ReportScope): Promise<string[]> {
  const { rows } = await sql<{ number: string }>`
    select r.number from ${acceptedIn(programme)} where ${reportsWithin(scope)} and exists (
      select 1 from year_correction c
      where c.team_id = r.team_id and c.year = ${programme.year} and c.object = r.number)`.execute(trx);
  return rows.map(({ number }) => number);
}

import { type RawBuilder, type SqlBool, sql } from 'kysely';
import type { Programme } from '../../programme/programme.ts';
import type { Reach } from '../job.ts';

/** Accepted reports whose service ended inside the year (decision 1). */
export function acceptedIn({ teamId, year }: Programme): RawBuilder<unknown> {
  return sql`(select * from report where team_id = ${teamId} and year = ${year} and state = 'accepted'
    and service_end between ${`${year}-01-01`}::date and ${`${year}-12-31`}::date)`;
}

/** For the query around it, beside a report `r` and an expert `e` of it: a district's are all who served there, a system's its own. */
export function servedWithin({ all, districts, systems }: Reach): RawBuilder<SqlBool> {
  return sql<SqlBool>`(${all}::boolean or r.districts && ${[...districts]}::text[]
    or e.system = any(${[...systems]}::text[]))`;
}

/** For the query around it, beside a report `r`: one in these districts, or with an expert of these systems. */
export function reportWithin({ all, districts, systems }: Reach): RawBuilder<SqlBool> {
  return sql<SqlBool>`(${all}::boolean or r.districts && ${[...districts]}::text[] or exists (
    select 1 from report_expert re join expert e on e.team_id = re.team_id and e.id = re.expert_id
    where re.team_id = r.team_id and re.report_id = r.id and e.system = any(${[...systems]}::text[])))`;
}

/** The same beside a need `d`: an expert of the system is bound to it, or asked to be. */
export function needWithin({ all, districts, systems }: Reach): RawBuilder<SqlBool> {
  return sql<SqlBool>`(${all}::boolean or d.districts && ${[...districts]}::text[] or exists (
    select 1 from claim c join expert e on e.team_id = c.team_id and e.id = c.expert_id
    where c.team_id = d.team_id and c.demand_id = d.id and c.ended_at is null and e.system = any(${[...systems]}::text[])))`;
}

import { sql } from 'kysely';
import type { Db } from '../db/open.ts';
import type { Demand } from '../demands/demand.ts';
import { type DemandJson, demandOfJson } from '../demands/demand-row.ts';
import { HOST_USERS } from '../demands/repository.ts';
import { type Around, goneAmong, grantsNear } from '../directory/around.ts';
import { type OwnRole, ownRoles } from '../directory/roles.ts';

/** Who stands around a report; the grants are those of the district that owns it and of the bureau. */
export interface ReportAround extends Around {
  /** The need it is about, if any. */
  demand: Demand | undefined;
  hostUsers: string[];
  /** The confirmed claims to the service that it speaks of. */
  served: string[];
  /** What the person who asked may act as. */
  roles: OwnRole[];
}

/**
 * Everybody whom an act on the report concerns, in one read.
 *
 * @param others who else may be told, so that it is known whether they can be reached.
 */
export async function readReportAround(
  db: Db,
  { teamId, userId }: { teamId: string; userId: string },
  reportId: string,
  others: readonly (string | undefined)[] = [],
): Promise<ReportAround> {
  interface Row extends Around {
    roles: OwnRole[];
    demand: DemandJson | null;
    host_users: string[];
    served: string[];
  }
  const team = sql<string>`${teamId}`;
  const more = others.filter((user) => user !== undefined);
  const users = sql<
    string[]
  >`(named.host_users || named.expert_users || array[report.author, report.recorded_by]
    || ${more}::text[])`;
  const { rows } = await sql<Row>`/* name: read_report_around */
    select ${ownRoles(teamId, userId)} as roles, to_jsonb(demand) as demand, named.host_users,
      array(
        select claim.id from claim
        where claim.team_id = ${teamId} and claim.demand_id = report.demand_id and claim.state = 'confirmed'
      ) as served,
      ${goneAmong(team, users)} as gone, ${grantsNear(team, sql`report.districts[1]`, sql`null`)} as grants
    from report
    left join demand on demand.team_id = report.team_id and demand.id = report.demand_id
    cross join lateral (
      select ${HOST_USERS} as host_users, array(
        select expert.user_id from report_expert re
        join expert on expert.team_id = re.team_id and expert.id = re.expert_id
        where re.team_id = report.team_id and re.report_id = report.id and expert.user_id is not null
      ) as expert_users offset 0
    ) named
    where report.team_id = ${teamId} and report.id = ${reportId}`.execute(db);
  const row = rows[0];
  if (!row) return { demand: undefined, hostUsers: [], served: [], roles: [], gone: [], grants: [] };
  const { demand, host_users: hostUsers, served, roles, gone, grants } = row;
  return { demand: demand ? demandOfJson(demand) : undefined, hostUsers, served, roles, gone, grants };
}

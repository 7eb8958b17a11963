import { type RawBuilder, sql } from 'kysely';
import type { Db } from '../db/open.ts';
import type { Demand } from '../demands/demand.ts';
import { type DemandJson, demandOfJson } from '../demands/demand-row.ts';
import { HOST_USERS } from '../demands/repository.ts';
import { type Around, goneAmong, grantsNear, HOME_UNIT_USERS } from '../directory/around.ts';
import { type OwnRole, ownRoles } from '../directory/roles.ts';
import type { Ask } from '../slack/interaction.ts';

/** Who stands around a report; the grants are those of the district that owns it and of the bureau. */
export interface ReportAround extends Around {
  /** The need it is about, if any. */
  demand: Demand | undefined;
  hostUsers: string[];
  /** Who may consent for the employers of its experts. */
  homeUnitUsers: string[];
  /** Whose word the next acceptance would accept: the yes in the host's name, or the change that was asked for. */
  handled: string[];
  /** The confirmed claims to the service that it speaks of. */
  served: string[];
  /** What the person who asked may act as. */
  roles: OwnRole[];
}

const NOBODY: ReportAround = {
  demand: undefined,
  hostUsers: [],
  homeUnitUsers: [],
  handled: [],
  served: [],
  roles: [],
  gone: [],
  grants: [],
};

/** Beside a row `report`: who may consent for its experts. */
function homeUnitsOf(team: RawBuilder<string>): RawBuilder<string[]> {
  return sql`array(
    select distinct unnest(${HOME_UNIT_USERS}) from report_expert re
    join expert on expert.team_id = re.team_id and expert.id = re.expert_id
    where re.team_id = ${team} and re.report_id = report.id)`;
}

/** Beside a row `report`. */
export const HANDLED = sql<string[]>`array(
  select report.host_confirmed_by where report.state = 'host_confirmed' and report.host_confirmed_by is not null
  union
  select said.actor from (
    select a.actor from audit a
    where a.team_id = report.team_id and a.object_kind = 'report' and a.object_id = report.id
      and a.act = 'ask_amendment' and a.outcome = 'done' and report.amendment is not null
    order by a.id desc limit 1
  ) said)`;

/**
 * Everybody whom an act on the report concerns, in one read.
 *
 * @param others who else may be told, so that it is known whether they can be reached.
 */
export async function readReportAround(
  db: Db,
  { teamId, userId, now }: Pick<Ask, 'teamId' | 'userId'> & Partial<Pick<Ask, 'now'>>,
  reportId: string,
  others: readonly (string | undefined)[] = [],
): Promise<ReportAround> {
  interface Row extends Around {
    roles: OwnRole[];
    demand: DemandJson | null;
    host_users: string[];
    home_unit_users: string[];
    handled: string[];
    served: string[];
  }
  const team = sql<string>`${teamId}`;
  const more = others.filter((user) => user !== undefined);
  const users = sql<
    string[]
  >`(named.host_users || named.expert_users || array[report.author, report.recorded_by]
    || ${more}::text[])`;
  const { rows } = await sql<Row>`/* name: read_report_around */
    select ${ownRoles(teamId, userId, now)} as roles, to_jsonb(demand) as demand, named.host_users,
      ${homeUnitsOf(team)} as home_unit_users, ${HANDLED} as handled,
      array(
        select claim.id from claim
        where claim.team_id = ${teamId} and claim.demand_id = report.demand_id and claim.state = 'confirmed'
      ) as served,
      ${goneAmong(team, users)} as gone, ${grantsNear(team, sql`report.districts[1]`, sql`null`)} as grants
    from report
    left join demand on demand.team_id = report.team_id and demand.id = report.demand_id
    cross join lateral (
      select ${HOST_USERS} as host_users, array(
        select side.user_id from report_expert re
        join expert on expert.team_id = re.team_id and expert.id = re.expert_id
        cross join lateral (values (expert.user_id), (expert.assistant_user)) side (user_id)
        where re.team_id = report.team_id and re.report_id = report.id and side.user_id is not null
      ) as expert_users offset 0
    ) named
    where report.team_id = ${teamId} and report.id = ${reportId}`.execute(db);
  const row = rows[0];
  if (!row) return NOBODY;
  const { demand, host_users: hostUsers, home_unit_users: homeUnitUsers, ...rest } = row;
  return { ...rest, demand: demand ? demandOfJson(demand) : undefined, hostUsers, homeUnitUsers };
}

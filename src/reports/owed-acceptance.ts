import { sql } from 'kysely';
import type { Db } from '../db/open.ts';
import { HOST_USERS } from '../demands/repository.ts';
import { HOME_UNIT_USERS } from '../directory/around.ts';
import type { OwedMoment } from '../directory/duty.ts';
import type { Owed } from '../directory/owed.ts';
import { bureauAmong, coordinatorsAmong } from '../directory/roles.ts';
import { HANDLED } from './around-sql.ts';

interface UnacceptedRow {
  id: string;
  number: string;
  version: number;
  since: Temporal.Instant;
  is_amendment: boolean;
  district: string;
  author: string;
  recorded_by: string | null;
  host_users: string[];
  home_unit_users: string[];
  expert_users: string[];
  assistant_users: string[];
  handled: string[];
}

/**
 * Reports that wait for the coordinator alone (mission: decision 33): the host has confirmed, there is no need whose host
 * could, or the author asks for a change.
 */
export async function listUnacceptedReports(db: Db, { programme, grants }: OwedMoment): Promise<Owed[]> {
  const { teamId, year } = programme;
  const experts = sql`from report_expert re join expert on expert.team_id = re.team_id and expert.id = re.expert_id
    where re.team_id = report.team_id and re.report_id = report.id`;
  const { rows } = await sql<UnacceptedRow>`/* name: list_unaccepted_reports */
      select report.id, report.number, report.version, coalesce(report.amendment_at, report.changed_at) as since,
        report.amendment is not null as is_amendment, report.districts[1] as district, report.author,
        report.recorded_by, ${HOST_USERS} as host_users, ${HANDLED} as handled,
        array(select unnest(${HOME_UNIT_USERS}) ${experts}) as home_unit_users,
        array(select expert.user_id ${experts} and expert.user_id is not null) as expert_users,
        array(select expert.assistant_user ${experts} and expert.assistant_user is not null) as assistant_users
      from report left join demand on demand.team_id = report.team_id and demand.id = report.demand_id
      where report.team_id = ${teamId} and report.year = ${year}
        and (report.state = 'host_confirmed' or report.amendment is not null
          or report.state = 'submitted' and report.demand_id is null)
      order by since, report.id`.execute(db);
  return rows.map((row) => {
    const { id, number, version, since, is_amendment, district } = row;
    return {
      kind: 'report_acceptance',
      objectKind: 'report',
      objectId: id,
      words: { number },
      owners: coordinatorsAmong(grants, { district }),
      superiors: bureauAmong(grants),
      since,
      dueAt: undefined,
      whose: {
        hostUsers: row.host_users,
        homeUnitUsers: row.home_unit_users,
        expertUsers: row.expert_users,
        assistantUsers: row.assistant_users,
        author: row.author,
        handled: [row.recorded_by, ...row.handled],
        district,
      },
      round: is_amendment ? `${version}_${since.epochMilliseconds}` : String(version),
    };
  });
}

import { sql } from 'kysely';
import type { Db } from '../db/open.ts';
import { HOST_USERS } from '../demands/repository.ts';
import { homeUnitUsers } from '../directory/around.ts';
import type { OwedMoment } from '../directory/duty.ts';
import type { Owed } from '../directory/owed.ts';
import { bureauAmong, coordinatorsAmong } from '../directory/roles.ts';
import { yearsLookedAfter } from '../programme/live-years.ts';
import { CLAIM_EMPLOYER } from './employer-sql.ts';
import { aboutClaim, type OwedClaimRow } from './owed-claim.ts';

interface SaidAbsentRow extends OwedClaimRow {
  reported_at: Temporal.Instant;
  times: number;
}

/**
 * Experts who were said not to have come, on whom no coordinator has decided (mission: decision 33); whoever is said so
 * once more is owed a decision anew.
 */
export async function listOwedNoShows(db: Db, { programme, grants }: OwedMoment): Promise<Owed[]> {
  const { teamId } = programme;
  const { rows } = await sql<SaidAbsentRow>`/* name: list_owed_no_shows */
      select claim.id, claim.number, said.at as reported_at, said.times, expert.user_id as expert_user,
        expert.assistant_user, expert.system,
        demand.district, ${homeUnitUsers(CLAIM_EMPLOYER)} as home_unit_users, ${HOST_USERS} as host_users
      from claim
      join demand on demand.team_id = claim.team_id and demand.id = claim.demand_id
      join expert on expert.team_id = claim.team_id and expert.id = claim.expert_id
      cross join lateral (
        select max(a.at) as at, count(*)::integer as times from audit a
        where a.team_id = claim.team_id and a.object_kind = 'claim' and a.object_id = claim.id
          and a.act = 'report_no_show' and a.outcome = 'done') said
      where claim.team_id = ${teamId} and claim.year = any(${yearsLookedAfter(programme)}::integer[])
        and claim.state in ('no_show_reported', 'no_show_objected')
      order by said.at, claim.id`.execute(db);
  return rows.map((row) => ({
    ...aboutClaim(row),
    kind: 'no_show_decision',
    owners: coordinatorsAmong(grants, { district: row.district }),
    superiors: bureauAmong(grants),
    since: row.reported_at,
    dueAt: undefined,
    round: String(row.times),
  }));
}

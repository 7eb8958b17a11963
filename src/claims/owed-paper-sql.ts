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

interface PhonedRow extends OwedClaimRow {
  recorded_at: Temporal.Instant;
  on_behalf: boolean;
}

/**
 * Consents by telephone whose letter has not come yet (mission: decision 33): the home unit's contact owes it where they
 * recorded the call, else the coordinators do.
 */
export async function listOwedPapers(db: Db, { programme, grants }: OwedMoment): Promise<Owed[]> {
  const { teamId, year } = programme;
  const { rows } = await sql<PhonedRow>`/* name: list_owed_papers */
      select claim.id, claim.number, consent.recorded_at, consent.on_behalf, expert.user_id as expert_user,
        expert.assistant_user, expert.system,
        demand.district, ${homeUnitUsers(CLAIM_EMPLOYER)} as home_unit_users, ${HOST_USERS} as host_users
      from (
        select * from consent
        where team_id = ${teamId} and kind = 'phone' and recorded_at >= ${`${year - 1}-01-01`}::timestamptz offset 0
      ) consent
      join claim on claim.team_id = consent.team_id and claim.id = consent.claim_id
      join demand on demand.team_id = claim.team_id and demand.id = claim.demand_id
      join expert on expert.team_id = claim.team_id and expert.id = claim.expert_id
      where claim.team_id = ${teamId} and claim.year = any(${yearsLookedAfter(programme)}::integer[])
        and claim.state in ('host_pending', 'confirmed') and demand.state <> 'postponed'
      order by consent.recorded_at, claim.id`.execute(db);
  return rows.map((row) => {
    const { district, system, expert_user, assistant_user, home_unit_users } = row;
    const coordinators = coordinatorsAmong(grants, { district, systems: [system] });
    const isTheirs = !row.on_behalf && home_unit_users.length > 0;
    return {
      ...aboutClaim(row),
      kind: 'consent_paper',
      owners: isTheirs ? home_unit_users : coordinators,
      superiors: bureauAmong(grants),
      since: row.recorded_at,
      dueAt: undefined,
      never: [expert_user, assistant_user].filter((user) => user !== null),
    };
  });
}

import { sql } from 'kysely';
import type { Db } from '../db/open.ts';
import { whoActsFor } from '../directory/acting-sql.ts';
import type { OwedMoment } from '../directory/duty.ts';
import type { Owed } from '../directory/owed.ts';
import { coordinatorsAmong, type Grant } from '../directory/roles.ts';
import { yearsLookedAfter } from '../programme/live-years.ts';
import { lastMomentOf, today } from '../programme/programme.ts';

interface OwedReportRow {
  id: string;
  number: string;
  last_day: string;
  district: string;
  expert_user: string | null;
  system: string;
  assistant_user: string | null;
  /** Whom a message for the expert goes to. */
  acting_user: string | null;
}

/**
 * Services that are over and that no report of the expert speaks of yet. One that was never given a day is over when
 * its people say so, and nobody is reminded of it.
 */
export async function listOwedReportsOfAll(db: Db, { programme, now, grants }: OwedMoment): Promise<Owed[]> {
  const { teamId, year, timeZone } = programme;
  const years = yearsLookedAfter(programme);
  const lastDay = sql`coalesce(demand.service_end, demand.service_start)`;
  const { rows } = await sql<OwedReportRow>`
      select claim.id, claim.number, ${lastDay} as last_day, demand.district, expert.user_id as expert_user,
        expert.system, expert.assistant_user, ${whoActsFor('expert')} as acting_user
      from claim
      join demand on demand.team_id = claim.team_id and demand.id = claim.demand_id
      join expert on expert.team_id = claim.team_id and expert.id = claim.expert_id
      where claim.team_id = ${teamId} and claim.year = any(${years}::integer[]) and claim.state = 'confirmed' and not claim.reported
        and (claim.year = ${year} or ${lastDay} >= ${`${year}-01-01`}::date)
        and demand.state in ('published', 'closed') and ${lastDay} < ${today(programme, now).toString()}::date
        and not exists (
          select 1 from report r join report_expert re on re.team_id = r.team_id and re.report_id = r.id and r.state <> 'voided'
          where r.team_id = demand.team_id and r.demand_id = demand.id and re.expert_id = claim.expert_id)
      order by ${lastDay}, claim.number`.execute(db);
  return rows.map((row) => {
    const { id, number, last_day, district, expert_user, assistant_user, acting_user, system } = row;
    const superiors = coordinatorsAmong(grants, { district });
    return {
      ...{ kind: 'report', objectKind: 'claim', objectId: id, words: { number }, superiors },
      ...{ owners: acting_user ? [acting_user] : superiors, dueAt: undefined },
      since: lastMomentOf(last_day, timeZone),
      whose: {
        expertUsers: [expert_user],
        assistantUsers: [assistant_user],
        district,
        systems: [system],
      },
    };
  });
}

interface ReturnedRow {
  id: string;
  number: string;
  state: string;
  version: number;
  changed_at: Temporal.Instant;
  author: string;
  district: string;
}

/** Reports that the host or a coordinator gave back: owed anew from that day, until they are handed in again. */
export async function listReturnedReports(db: Db, { programme, grants }: OwedMoment): Promise<Owed[]> {
  const { teamId, year } = programme;
  const { rows } = await sql<ReturnedRow>`
      select report.id, report.number, report.state, report.version, report.changed_at, report.author,
        report.districts[1] as district
      from report left join demand on demand.team_id = report.team_id and demand.id = report.demand_id
      where report.team_id = ${teamId} and report.year = ${year} and report.state in ('returned', 'objected')
        and (report.demand_id is null or demand.state in ('published', 'closed'))
      order by report.changed_at, report.id`.execute(db);
  return rows.map(({ id, number, state, version, changed_at, author, district }) => ({
    ...{ kind: 'report', objectKind: 'report', objectId: id, words: { number }, owners: [author] },
    ...{ superiors: coordinatorsAmong(grants, { district }), since: changed_at, dueAt: undefined },
    // The coordinator may return what the host has objected to: that is another time.
    ...{ whose: { author, district, systems: [] }, round: `${state}_${version}` },
  }));
}

interface UnconfirmedRow {
  id: string;
  number: string;
  version: number;
  changed_at: Temporal.Instant;
  district: string;
  host_users: string[];
}

/** Reports that the host has yet to confirm; where nobody of the host is on Slack, a coordinator does it for them. */
export async function listUnconfirmedReports(db: Db, { programme, grants }: OwedMoment): Promise<Owed[]> {
  const { teamId, year } = programme;
  const { rows } = await sql<UnconfirmedRow>`
      select report.id, report.number, report.version, report.changed_at, report.districts[1] as district,
        array(
          select demand.contact_user where demand.contact_user is not null
          union select oc.user_id from organisation_contact oc
            where oc.team_id = demand.team_id and oc.organisation_id = demand.host_unit_id
        ) as host_users
      from report join demand on demand.team_id = report.team_id and demand.id = report.demand_id
      where report.team_id = ${teamId} and report.year = ${year} and report.state = 'submitted'
        and demand.published_at is not null
      order by report.changed_at, report.id`.execute(db);
  return rows.map((row) => unconfirmedOf(row, grants));
}

function unconfirmedOf(
  { id, number, version, changed_at, district, host_users }: UnconfirmedRow,
  grants: readonly Grant[],
): Owed {
  const superiors = coordinatorsAmong(grants, { district });
  return {
    ...{ kind: 'report_confirmation', objectKind: 'report', objectId: id, words: { number }, superiors },
    ...{ owners: host_users.length > 0 ? host_users : superiors, dueAt: undefined, since: changed_at },
    ...{ whose: { hostUsers: host_users, district }, round: String(version) },
  };
}

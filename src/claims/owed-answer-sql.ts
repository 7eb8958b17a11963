import { sql } from 'kysely';
import type { Db } from '../db/open.ts';
import { whoActsFor } from '../directory/acting-sql.ts';
import { homeUnitUsers } from '../directory/around.ts';
import type { OwedMoment } from '../directory/duty.ts';
import type { Owed } from '../directory/owed.ts';
import { coordinatorsAmong, type Grant } from '../directory/roles.ts';
import { yearsLookedAfter } from '../programme/live-years.ts';
import { lastMomentOf, type Programme, today } from '../programme/programme.ts';
import { type ClaimState, endingOf } from './claim.ts';
import { CLAIM_EMPLOYER } from './employer-sql.ts';

/** A service is looked for this many days ahead: holidays may lie between it and the working day before it. */
const AHEAD = { days: 14 };

interface OwedClaimRow {
  id: string;
  number: string;
  state: ClaimState;
  claimed_at: Temporal.Instant;
  consented_at: Temporal.Instant | null;
  moved_at: Temporal.Instant | null;
  kept_at: Temporal.Instant | null;
  confirmed_at: Temporal.Instant | null;
  expert_user: string | null;
  assistant_user: string | null;
  /** Whom a message for the expert goes to. */
  acting_user: string | null;
  own_pledge: boolean;
  system: string;
  district: string;
  poster: string;
  contact_user: string | null;
  service_start: string | null;
  service_end: string | null;
  reported: boolean;
  home_unit_users: string[];
  host_users: string[];
}

type Condition = ReturnType<typeof sql>;

/**
 * Consents and host answers that nobody has given yet; what waits longer than it may is freed by the desk itself. While
 * an expert is to be verified anew nobody can agree, and nobody is asked to.
 */
export async function listOwedAnswers(db: Db, { programme, now, grants }: OwedMoment): Promise<Owed[]> {
  const pending = sql`claim.state in ('expert_pending', 'home_unit_pending', 'host_pending')
    and demand.state = 'published' and expert.state = 'verified'`;
  const rows = await selectOwed(db, programme, pending);
  return rows
    .map((row) => answerOf(row, grants, programme))
    .filter(({ dueAt }) => dueAt !== undefined && Temporal.Instant.compare(dueAt, now) > 0);
}

/** Confirmed services of the coming days: the expert and the host go through the checklist. */
export async function listServicesAhead(db: Db, { programme, now, grants }: OwedMoment): Promise<Owed[]> {
  const day = today(programme, now);
  const ahead = sql`claim.state = 'confirmed' and demand.state in ('published', 'closed')
    and coalesce(demand.service_end, 'infinity'::date) >= ${day.toString()}::date
    and demand.service_start between ${day.toString()}::date and ${day.add(AHEAD).toString()}::date`;
  const rows = await selectOwed(db, programme, ahead);
  return rows.map((row) => serviceOf(row, grants, programme));
}

function answerOf(row: OwedClaimRow, grants: readonly Grant[], programme: Programme): Owed {
  const { kind, users, since } = askedOf(row);
  const claim = {
    state: row.state,
    claimedAt: row.claimed_at,
    consentedAt: row.consented_at ?? undefined,
    movedAt: row.moved_at ?? undefined,
    keptAt: row.kept_at ?? undefined,
  };
  const demand = { serviceEnd: row.service_end ?? undefined };
  return {
    ...sharedOf(row, grants, users),
    kind,
    since,
    dueAt: endingOf({ claim, demand, isReported: row.reported }, programme)?.due,
    never: neverOf(row, kind),
  };
}

/** Nobody consents to their own claim or for whom they assist; a pledge is the expert's own, and nobody's for them. */
function neverOf({ expert_user, assistant_user }: OwedClaimRow, kind: string): string[] {
  if (kind === 'keep_claim') return [];
  const never = kind === 'own_pledge' ? [assistant_user] : [expert_user, assistant_user];
  return never.filter((user) => user !== null);
}

/** Whose turn it is, and since when. */
function askedOf(row: OwedClaimRow) {
  if (row.state === 'expert_pending') {
    const users = row.acting_user ? [row.acting_user] : [];
    return { kind: 'keep_claim' as const, users, since: row.moved_at ?? row.claimed_at };
  }
  if (row.state === 'home_unit_pending' && row.own_pledge) {
    const users = row.expert_user ? [row.expert_user] : [];
    return { kind: 'own_pledge' as const, users, since: row.kept_at ?? row.claimed_at };
  }
  if (row.state === 'home_unit_pending')
    return { kind: 'consent' as const, users: row.home_unit_users, since: row.kept_at ?? row.claimed_at };
  const users = row.contact_user ? [row.contact_user] : [];
  return { kind: 'host_answer' as const, users, since: row.consented_at ?? row.claimed_at };
}

function serviceOf(row: OwedClaimRow, grants: readonly Grant[], { timeZone }: Programme): Owed {
  const users = [row.acting_user, row.contact_user].filter((user) => user !== null);
  return {
    ...sharedOf(row, grants, users),
    kind: 'service_tomorrow',
    since: row.confirmed_at ?? row.claimed_at,
    dueAt: lastMomentOf(row.service_start ?? '', timeZone),
  };
}

function sharedOf(row: OwedClaimRow, grants: readonly Grant[], users: readonly string[]) {
  const superiors = coordinatorsAmong(grants, { district: row.district, systems: [row.system] });
  return {
    ...{ objectKind: 'claim' as const, objectId: row.id, superiors, words: { number: row.number } },
    owners: users.length > 0 ? [...new Set(users)] : superiors,
    whose: {
      ...{ poster: row.poster, hostUsers: row.host_users, homeUnitUsers: row.home_unit_users },
      ...{ expertUsers: [row.expert_user], assistantUsers: [row.assistant_user] },
      ...{ district: row.district, systems: [row.system] },
    },
  };
}

async function selectOwed(db: Db, programme: Programme, condition: Condition): Promise<OwedClaimRow[]> {
  const { rows } = await sql<OwedClaimRow>`
    select claim.id, claim.number, claim.state, claim.claimed_at, claim.consented_at, claim.moved_at, claim.kept_at, claim.confirmed_at,
      expert.user_id as expert_user, expert.assistant_user, ${whoActsFor('expert')} as acting_user, expert.own_pledge, expert.system, demand.district, demand.poster, demand.contact_user,
      demand.service_start, demand.service_end, claim.reported,
      ${homeUnitUsers(CLAIM_EMPLOYER)} as home_unit_users,
      array(
        select demand.contact_user where demand.contact_user is not null
        union select oc.user_id from organisation_contact oc
          where oc.team_id = demand.team_id and oc.organisation_id = demand.host_unit_id
      ) as host_users
    from claim
    join demand on demand.team_id = claim.team_id and demand.id = claim.demand_id
    join expert on expert.team_id = claim.team_id and expert.id = claim.expert_id
    where claim.team_id = ${programme.teamId} and claim.year = any(${yearsLookedAfter(programme)}::integer[]) and ${condition}
    order by claim.number`.execute(db);
  return rows;
}

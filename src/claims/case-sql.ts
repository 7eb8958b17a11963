import { type RawBuilder, sql } from 'kysely';
import type { Db } from '../db/open.ts';
import type { Demand } from '../demands/demand.ts';
import { type DemandJson, demandOfJson } from '../demands/demand-row.ts';
import { HOST_USERS } from '../demands/repository.ts';
import { cardKey } from '../demands/tell.ts';
import { type Around, goneAmong, grantsNear, homeUnitUsers } from '../directory/around.ts';
import type { Expert } from '../directory/expert.ts';
import { expertThatStays } from '../directory/merged.ts';
import { type ExpertRow, expertOf } from '../directory/repository.ts';
import { type OwnRole, ownRoles } from '../directory/roles.ts';
import { isAdrift } from '../outbox/troubles.ts';
import type { Programme } from '../programme/programme.ts';
import { programmeOfYear, readProgramme, type StoredProgramme } from '../programme/stored.ts';
import type { Ask } from '../slack/interaction.ts';
import { BLANKET } from './blanket-sql.ts';
import type { BlockedDates } from './blocked.ts';
import { BLOCKED, type BlockedJson, blockedOf } from './blocked-sql.ts';
import type { ClaimFile } from './claim.ts';
import { actedForBy, type Chosen, type Claimant, claimantsOf } from './claimants-sql.ts';
import type { Consent } from './consent.ts';
import { CONSENT, type ConsentJson, consentOf, type Given, givenOf } from './consent-sql.ts';
import { CLAIM, CLAIM_EMPLOYER, EXPERT } from './employer-sql.ts';
import { type FileRow, fileOf } from './file-sql.ts';

/** Who stands around a claim. */
export interface ClaimAround extends Around {
  /** Who may consent for the expert's employer; never the expert. */
  homeUnitUsers: string[];
  hostUsers: string[];
}

/** A claim with all whom it concerns. */
export interface ClaimCase extends ClaimFile {
  around: ClaimAround;
  consent: Consent | undefined;
  /** The service took place: the claim can't be given back any more. */
  isReported: boolean;
}

/** The need and the person that a press on "claim" brings together. */
export interface Press {
  programme: Programme | undefined;
  demand: Demand | undefined;
  /** In whose name: undefined for somebody who has not registered, and while it is to be chosen among several. */
  expert: Expert | undefined;
  /** Where the person may act in several names: all of them, their own first. */
  claimants: Claimant[];
  /** The one that lasts longest of the home unit's consents for a term. */
  blanket: Given | undefined;
  /** Days that don't suit, and in which the service falls. */
  blocked: BlockedDates | undefined;
  around: ClaimAround;
  /** It isn't known where the need's card stands: a press on it says so. */
  isCardAdrift: boolean;
}

interface AroundRow {
  home_unit_users: string[];
  host_users: string[];
  gone: string[];
  grants: ClaimAround['grants'];
}

/** Beside rows `demand` and `expert`; `offset 0` lets each be found once, however often it is spoken of. */
const NAMED = sql`(select ${homeUnitUsers(sql`employer.id`)} as home_unit_users, ${HOST_USERS} as host_users
  offset 0) named`;

function aroundColumns(teamId: string): RawBuilder<unknown> {
  const team = sql<string>`${teamId}`;
  const users = sql<string[]>`(named.home_unit_users || named.host_users
    || array[expert.user_id, expert.assistant_user, demand.contact_user, demand.poster])`;
  const grants = grantsNear(team, sql`demand.district`, sql`expert.system`);
  return sql`named.home_unit_users, named.host_users, ${goneAmong(team, users)} as gone, ${grants} as grants`;
}

/** All that a press on "claim" needs to know, in one read. */
export async function readPress(
  db: Db,
  { teamId, userId, reader }: Pick<Ask, 'teamId' | 'userId'> & Partial<Pick<Ask, 'reader'>>,
  demandId: string,
  { expertId, employerId, forAnother = false }: Chosen = {},
): Promise<Press> {
  interface Row extends AroundRow {
    programme: StoredProgramme | null;
    demand: DemandJson | null;
    expert: ExpertRow | null;
    blanket: ConsentJson | null;
    blocked: BlockedJson | null;
    is_card_adrift: boolean;
    claimants: Claimant[] | null;
  }
  const isChosen = expertId !== undefined && sql`expert.id = ${expertThatStays(teamId, expertId)}`;
  const isTheirs = sql`expert.id = any(own.ids) and ${isChosen || sql`cardinality(own.ids) = 1`}`;
  const whose = forAnother && isChosen ? isChosen : isTheirs;
  const { rows } = await sql<Row>`/* name: read_claim_press */
    select ${programmeOfYear(teamId, sql`demand.year`)} as programme, to_jsonb(demand) as demand, ${EXPERT} as expert,
      ${BLANKET} as blanket, ${BLOCKED} as blocked, ${isAdrift(teamId, cardKey({ id: demandId }))} as is_card_adrift,
      ${claimantsOf(teamId, userId)} as claimants, ${aroundColumns(teamId)}
    from (select ${actedForBy(teamId, userId)} as ids offset 0) own
    left join demand on demand.team_id = ${teamId} and demand.id = ${demandId}
    left join expert on expert.team_id = ${teamId} and ${whose}
    left join organisation employer on employer.team_id = ${teamId} and employer.id = case
      when expert.second_employer_id = ${employerId}::text then expert.second_employer_id
      else expert.employer_id end
    cross join lateral ${NAMED}`.execute(db);
  const row = rows[0] as Row;
  return {
    programme: row.programme ? await readProgramme(db, row.programme, reader?.tz) : undefined,
    demand: row.demand ? demandOfJson(row.demand) : undefined,
    expert: row.expert ? expertOf(row.expert) : undefined,
    blanket: row.blanket ? givenOf(row.blanket) : undefined,
    claimants: row.claimants ?? [],
    blocked: row.blocked ? blockedOf(row.blocked) : undefined,
    around: aroundOf(row),
    isCardAdrift: row.is_card_adrift,
  };
}

/** What a press on a claim brings together: the year, what the person may act as, and the claim, if there is one. */
export interface ClaimEntry {
  programme: Programme | undefined;
  roles: OwnRole[];
  case: ClaimCase | undefined;
}

export interface CaseRow extends AroundRow, FileRow {
  consent: ConsentJson | null;
}

export async function readEntry(
  db: Db,
  { teamId, userId, reader, now }: Pick<Ask, 'teamId' | 'userId' | 'reader' | 'now'>,
  claimId: string,
): Promise<ClaimEntry> {
  interface Row extends CaseRow {
    programme: StoredProgramme | null;
    roles: OwnRole[];
    is_known: boolean | null;
  }
  const { rows } = await sql<Row>`/* name: read_claim_entry */
    select ${programmeOfYear(teamId, sql`(known.demand ->> 'year')::integer`)} as programme, ${ownRoles(teamId, userId, now)} as roles,
      known.claim is not null as is_known, known.claim, known.demand, known.expert, known.consent,
      known.home_unit_users, known.host_users, known.gone, known.grants
    from (select 1) one left join lateral (
      ${selectCases(teamId, sql`claim.id = ${claimId}`)}
    ) known on true`.execute(db);
  const row = rows[0] as Row;
  return {
    programme: row.programme ? await readProgramme(db, row.programme, reader.tz) : undefined,
    roles: row.roles,
    case: row.is_known ? caseOf(row) : undefined,
  };
}

/** The claim as it stands, with all whom it concerns; undefined when there is none in this workspace. */
export async function readCase(db: Db, teamId: string, claimId: string): Promise<ClaimCase | undefined> {
  const { rows } = await sql<CaseRow>`/* name: read_claim_case */
    ${selectCases(teamId, sql`claim.id = ${claimId}`)}`.execute(db);
  return rows[0] && caseOf(rows[0]);
}

/** All that is live of a need. */
export async function listLiveCases(db: Db, teamId: string, demandId: string): Promise<ClaimCase[]> {
  const { rows } = await sql<CaseRow>`/* name: list_live_claim_cases */
    ${selectCases(teamId, sql`claim.demand_id = ${demandId} and claim.ended_at is null`)}
    order by claim.id`.execute(db);
  return rows.map(caseOf);
}

/** For the query around it: claims with all whom they concern, as `caseOf` takes them. */
export function selectCases(teamId: string, condition: RawBuilder<unknown>): RawBuilder<CaseRow> {
  return sql`
    select ${CLAIM} as claim, to_jsonb(demand) as demand, ${EXPERT} as expert, ${CONSENT} as consent,
      ${aroundColumns(teamId)}
    from claim
    join demand on demand.team_id = claim.team_id and demand.id = claim.demand_id
    join expert on expert.team_id = claim.team_id and expert.id = claim.expert_id
    join organisation employer on employer.team_id = expert.team_id and employer.id = ${CLAIM_EMPLOYER}
    cross join lateral ${NAMED}
    where claim.team_id = ${teamId} and ${condition}`;
}

export function caseOf(row: CaseRow): ClaimCase {
  return {
    ...fileOf(row),
    isReported: row.claim.reported,
    consent: row.consent ? consentOf(row.consent) : undefined,
    around: aroundOf(row),
  };
}

function aroundOf({ home_unit_users, host_users, gone, grants }: AroundRow): ClaimAround {
  return { homeUnitUsers: home_unit_users, hostUsers: host_users, gone, grants };
}

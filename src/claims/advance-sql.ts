import { type RawBuilder, sql } from 'kysely';
import type { Db, Trx } from '../db/open.ts';
import { HOME_UNIT_USERS, homeUnitUsers } from '../directory/around.ts';
import type { Expert } from '../directory/expert.ts';
import { unitThatStays } from '../directory/merged.ts';
import { nameKey } from '../directory/organisations.ts';
import type { Actor } from '../directory/permissions.ts';
import { type ExpertRow, expertOf } from '../directory/repository.ts';
import { EXPERT_TODAY } from './employer-sql.ts';

/** An expert, and who may speak for their employer; never themselves. */
export interface ExpertAtUnit {
  expert: Expert;
  homeUnitUsers: string[];
}

/** A home unit, and who may speak for all of it. */
export interface Unit {
  id: string;
  name: string;
  system: string | undefined;
  contacts: string[];
}

/** @param employerId of two employers the one that is meant; else whoever speaks for either may speak. */
export async function findExpertAtUnit(
  db: Db,
  teamId: string,
  id: string,
  employerId?: string,
): Promise<ExpertAtUnit | undefined> {
  const users = employerId === undefined ? HOME_UNIT_USERS : homeUnitUsers(sql`employer.id`);
  const { rows } = await sql<{ expert: ExpertRow; home_unit_users: string[] }>`
    select ${EXPERT_TODAY} as expert, ${users} as home_unit_users
    from expert
    join organisation employer on employer.team_id = expert.team_id and employer.id = case
      when expert.second_employer_id = ${employerId}::text then expert.second_employer_id
      else expert.employer_id end
    where expert.team_id = ${teamId} and expert.id = ${id}`.execute(db);
  const [row] = rows;
  return row && { expert: expertOf(row.expert), homeUnitUsers: row.home_unit_users };
}

export async function findUnit(db: Db, teamId: string, id: string): Promise<Unit | undefined> {
  const [unit] = await selectUnits(db, teamId, sql`o.id = ${unitThatStays(teamId, id)}`);
  return unit;
}

/**
 * Holds the home unit until the transaction ends, against whoever merges it or writes down what it says: they have done so
 * before, or wait. False where it is one no longer.
 */
export async function holdUnit(trx: Trx, teamId: string, id: string): Promise<boolean> {
  const { rows } = await sql`select 1 from organisation
    where team_id = ${teamId} and id = ${id} and kind = 'home_unit' and merged_into is null for update`.execute(
    trx,
  );
  return rows.length === 1;
}

/** The same for one of its experts, against whoever merges them. */
export async function holdExpert(trx: Trx, teamId: string, id: string): Promise<boolean> {
  const { rows } = await sql`select 1 from expert
    where team_id = ${teamId} and id = ${id} and merged_into is null for key share`.execute(trx);
  return rows.length === 1;
}

/** As many as one answer holds. */
const MOST = 100;

/** The home units for which this person may speak, or a coordinator may write down what they said. */
export async function searchUnits(db: Db, teamId: string, actor: Actor, query: string): Promise<Unit[]> {
  const { userId, bureau, systems } = actor;
  const mine = sql`exists (select 1 from organisation_contact c
    where c.team_id = o.team_id and c.organisation_id = o.id and c.user_id = ${userId})`;
  return selectUnits(
    db,
    teamId,
    sql`position(${nameKey(query)} in o.name_key) > 0
      and (${bureau}::boolean or o.system = any(${[...systems]}::text[]) or ${mine})`,
  );
}

async function selectUnits(db: Db, teamId: string, condition: RawBuilder<unknown>): Promise<Unit[]> {
  const { rows } = await sql<{ id: string; name: string; system: string | null; contacts: string[] }>`
    select o.id, o.name, o.system, array(
      select c.user_id from organisation_contact c where c.team_id = o.team_id and c.organisation_id = o.id
    ) as contacts
    from organisation o
    where o.team_id = ${teamId} and o.kind = 'home_unit' and o.merged_into is null and ${condition}
    order by o.name limit ${MOST}`.execute(db);
  return rows.map(({ system, ...unit }) => ({ ...unit, system: system ?? undefined }));
}

/** Verified experts of the unit whose name says what was typed; not those who pledge themselves. */
export async function searchExpertsOf(db: Db, teamId: string, unitId: string, query: string) {
  const { rows } = await sql<{ id: string; name: string }>`
    select e.id, e.name from expert e
    where e.team_id = ${teamId} and ${unitId} in (e.employer_id, e.second_employer_id) and e.state = 'verified'
      and not e.own_pledge
      and position(lower(${query}) in lower(e.name)) > 0
    order by e.name, e.id limit ${MOST}`.execute(db);
  return rows;
}

/** How many claims wait for the unit's answer about one of its experts, or about any. */
export async function countWaiting(
  db: Db,
  teamId: string,
  unitId: string,
  expertId: string | undefined,
): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select count(*)::integer as n from claim c join expert e on e.team_id = c.team_id and e.id = c.expert_id
    where c.team_id = ${teamId} and c.state = 'home_unit_pending' and not e.own_pledge
      and coalesce(c.employer_id, e.employer_id) = ${unitId}
      and e.id = coalesce(${expertId}, e.id)`.execute(db);
  return rows[0]?.n ?? 0;
}

/** The numbers of the expert's live claims whose service falls into these days. */
export async function listClaimsWithin(
  db: Db,
  teamId: string,
  expertId: string,
  { from, until }: { from: string; until: string },
): Promise<string[]> {
  const { rows } = await sql<{ number: string }>`
    select c.number from claim c join demand d on d.team_id = c.team_id and d.id = c.demand_id
    where c.team_id = ${teamId} and c.expert_id = ${expertId} and c.ended_at is null
      and coalesce(d.service_start, d.service_end) <= ${until}::date
      and coalesce(d.service_end, d.service_start) >= ${from}::date
    order by c.number`.execute(db);
  return rows.map(({ number }) => number);
}

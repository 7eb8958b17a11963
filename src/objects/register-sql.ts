import { sql } from 'kysely';
import type { Db } from '../db/open.ts';
import type { Named } from '../demands/demand.ts';

/** The systems to which these experts belong. */
export async function listSystemsOf(db: Db, teamId: string, ids: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{ system: string }>`/* name: list_systems_of_experts */
    select distinct system from expert where team_id = ${teamId} and id = any(${[...ids]}::text[])`.execute(
    db,
  );
  return rows.map(({ system }) => system);
}

/** What an expert has served in a year: accepted reports alone. */
export async function sumServed(
  db: Db,
  { teamId, year }: { teamId: string; year: number },
  expertId: string,
): Promise<{ services: number; days: number }> {
  const { rows } = await sql<{ services: number; days: number }>`/* name: sum_served */
    select count(*)::integer as services,
      coalesce(sum(coalesce(r.days, r.service_end - r.service_start + 1)), 0)::float8 as days
    from report_expert re join report r on r.team_id = re.team_id and r.id = re.report_id and r.state = 'accepted'
    where re.team_id = ${teamId} and re.expert_id = ${expertId} and re.year = ${year}`.execute(db);
  return rows[0] ?? { services: 0, days: 0 };
}

/** A host unit's needs of the year, the newest first, and how many there are. */
export async function listNeedsOf(
  db: Db,
  { teamId, year }: { teamId: string; year: number },
  unitId: string,
  most: number,
): Promise<{ rows: (Named & { id: string; number: string })[]; total: number }> {
  const { rows } = await sql<
    Named & { id: string; number: string; total: number }
  >`/* name: list_needs_of_unit */
    select id, number, title, action_line as "actionLine", confidential, (count(*) over ())::integer as total
    from demand where team_id = ${teamId} and host_unit_id = ${unitId} and year = ${year}
    order by number desc limit ${most}`.execute(db);
  return { rows, total: rows[0]?.total ?? 0 };
}

/** A home unit's experts by name, and how many there are. */
export async function listPeopleOf(
  db: Db,
  teamId: string,
  unitId: string,
  most: number,
): Promise<{ rows: { id: string; name: string }[]; total: number }> {
  const { rows } = await sql<{ id: string; name: string; total: number }>`/* name: list_people_of_unit */
    select id, name, (count(*) over ())::integer as total from expert
    where team_id = ${teamId} and merged_into is null and ${unitId} in (employer_id, second_employer_id)
    order by name, id limit ${most}`.execute(db);
  return { rows, total: rows[0]?.total ?? 0 };
}

import { type SqlBool, sql } from 'kysely';
import type { Db } from '../db/open.ts';
import { saysAll } from '../directory/search-experts.ts';

import { allNames } from '../directory/unit-names-sql.ts';
import { MOST_OPTIONS } from '../slack/form.ts';
import type { ReportExpert } from './report.ts';
import { confirmedFor, type ExpertRow, employerFor, expertOf } from './rows.ts';

/** Those who hold a confirmed claim on the need. */
export async function listConfirmedExperts(
  db: Db,
  teamId: string,
  demandId: string,
): Promise<ReportExpert[]> {
  const confirmed = sql<SqlBool>`expert.state = 'verified' and ${confirmedFor(sql`${demandId}`)}`;
  return listExpertsWhere(db, teamId, demandId, confirmed);
}

/** Which systems look after them. */
export async function listConfirmedSystems(db: Db, teamId: string, demandId: string): Promise<string[]> {
  const { rows } = await sql<{ system: string }>`
    select distinct expert.system from expert
    where expert.team_id = ${teamId} and expert.state = 'verified' and ${confirmedFor(sql`${demandId}`)}`.execute(
    db,
  );
  return rows.map(({ system }) => system);
}

/** Those of them of whom no report speaks yet. */
export async function listUnreportedExperts(
  db: Db,
  teamId: string,
  demandId: string,
): Promise<ReportExpert[]> {
  const unreported = sql<SqlBool>`expert.state = 'verified' and exists (
    select 1 from claim c where c.team_id = expert.team_id and c.demand_id = ${demandId}
      and c.expert_id = expert.id and c.state = 'confirmed' and not c.reported)`;
  return listExpertsWhere(db, teamId, demandId, unreported);
}

/**
 * Those chosen in a form who may stand in a report: verified, or standing in it already though their registration be
 * changed and not verified anew.
 */
export async function listChosenExperts(
  db: Db,
  teamId: string,
  { chosen, standing }: { chosen: readonly string[]; standing: readonly string[] },
): Promise<ReportExpert[]> {
  // A form may still name who was merged with another since it was opened.
  const eligible = sql<SqlBool>`expert.id = any(array(
      select coalesce(m.merged_into, m.id) from expert m
      where m.team_id = ${teamId} and m.id = any(${[...chosen]}::text[])))
    and (expert.state = 'verified' or expert.id = any(${[...standing]}::text[]))`;
  return listExpertsWhere(db, teamId, undefined, eligible);
}

/**
 * Everybody verified whose name and employer say what was typed; who was confirmed for the need comes first, and with
 * `confirmedAlone` nobody else is found.
 */
export async function searchExperts(
  db: Db,
  teamId: string,
  {
    demandId,
    query,
    confirmedAlone = false,
  }: { demandId: string | undefined; query: string; confirmedAlone?: boolean },
): Promise<ReportExpert[]> {
  const named = sql`concat_ws(' ', expert.name, ${allNames(sql`organisation`)})`;
  const among = confirmedAlone ? confirmedFor(sql`${demandId ?? ''}`) : sql`true`;
  const found = sql<SqlBool>`expert.state = 'verified' and ${among} and ${saysAll(named, query)}`;
  return listExpertsWhere(db, teamId, demandId, found, MOST_OPTIONS);
}

export async function hasVerifiedExpert(db: Db, teamId: string): Promise<boolean> {
  const row = await db
    .selectFrom('expert')
    .select('id')
    .where('team_id', '=', teamId)
    .where('state', '=', 'verified')
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

async function listExpertsWhere(
  db: Db,
  teamId: string,
  demandId: string | undefined,
  condition: ReturnType<typeof sql<SqlBool>>,
  most?: number,
): Promise<ReportExpert[]> {
  const { rows } = await sql<ExpertRow>`
    select expert.id, expert.name, organisation.name as employer, expert.user_id, expert.assistant_user,
      expert.id = any(array(select c.expert_id from claim c
        where c.team_id = ${teamId} and c.demand_id = ${demandId ?? ''} and c.state = 'confirmed')) as claimed
    from expert join organisation
      on organisation.team_id = expert.team_id and organisation.id = case
        when expert.second_employer_id is null then expert.employer_id
        else ${employerFor(sql`${demandId ?? ''}`)} end
    where expert.team_id = ${teamId} and ${condition}
    order by claimed desc, expert.name, expert.id
    limit ${most ?? null}::integer`.execute(db);
  return rows.map(expertOf);
}

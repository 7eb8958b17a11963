import { sql } from 'kysely';
import type { Db } from '../db/open.ts';

/** Whose data these are: the workspaces that set a year up here, or whose people were met. */
export async function listTeams(db: Db): Promise<string[]> {
  const { rows } = await sql<{ team_id: string }>`
    select team_id from programme_year union select team_id from slack_user order by 1`.execute(db);
  return rows.map(({ team_id }) => team_id);
}

import { sql } from 'kysely';
import type { Db } from '../db/open.ts';
import type { Programme } from '../programme/programme.ts';

/** What was done in this workspace, with the Slack name of whoever did it, where that is known. */
export function selectActs(db: Db, teamId: string) {
  return db
    .selectFrom('audit')
    .leftJoin('slack_user', (join) =>
      join.onRef('slack_user.team_id', '=', 'audit.team_id').onRef('slack_user.user_id', '=', 'audit.actor'),
    )
    .select(['audit.act', 'audit.actor', 'audit.at', 'audit.details', 'slack_user.name'])
    .where('audit.team_id', '=', teamId)
    .where('audit.outcome', '=', 'done');
}

/** How often in that year somebody did what was their own, since nobody else could (mission: decision 30). */
export async function countActedAlone(
  db: Db,
  { teamId, year }: Pick<Programme, 'teamId' | 'year'>,
): Promise<number> {
  const { rows } = await sql<{ n: number }>`/* name: count_acted_alone */
    select count(*)::integer as n from audit a
    where a.team_id = ${teamId} and a.details ->> 'alone' = ${String(year)} and a.outcome = 'done'
      and not exists (
        select 1 from audit u where u.team_id = a.team_id and u.object_kind = a.object_kind
          and u.object_id = a.object_id and u.act = 'undo' and u.details ->> 'undoes' = a.id::text)`.execute(
    db,
  );
  return rows[0]?.n ?? 0;
}

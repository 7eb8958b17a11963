import { sql } from 'kysely';
import { earliest } from '../clock.ts';
import type { Db } from '../db/open.ts';

/** Even where nothing is known to be due, everything is looked at as often as this. */
const LONGEST_REST = { hours: 6 } as const;

/** When this workspace was looked at last, and whether anything can be due by now; all in programme time. */
export async function isLookDue(db: Db, teamId: string, now: Temporal.Instant): Promise<boolean> {
  const { rows } = await sql<{ is_due: boolean }>`
    select w.looks_at <= ${now} or w.looks_at > ${now.add(LONGEST_REST)} or w.looked_at > ${now}
      or exists (select 1 from changed c where c.team_id = ${teamId}) as is_due
    from workspace_due w where w.team_id = ${teamId}`.execute(db);
  // A moment to come was written before the clock was set back.
  return rows[0]?.is_due ?? true;
}

/** How often anything had changed when a look began; to be handed to `rest` when it has ended. */
export async function countChanges(db: Db, teamId: string): Promise<number> {
  const row = await db
    .selectFrom('workspace_due')
    .select('changes')
    .where('team_id', '=', teamId)
    .executeTakeFirst();
  return row?.changes ?? 0;
}

/** Nothing is due before this moment, unless somebody has acted since the look began, or acts. */
export async function rest(
  db: Db,
  teamId: string,
  { changes, now, until }: { changes: number; now: Temporal.Instant; until: Temporal.Instant | undefined },
): Promise<void> {
  const looksAt = earliest(until, now.add(LONGEST_REST));
  await sql`
    insert into workspace_due as w (team_id, looked_at, looks_at) values (${teamId}, ${now}, ${looksAt})
    on conflict (team_id) do update set looked_at = excluded.looked_at, looks_at = excluded.looks_at
    where w.changes = ${changes}`.execute(db);
}

/** Something changed that no mark tells of: the workspace is looked at with the next minute. */
export async function makeDue(db: Db, teamId: string): Promise<void> {
  await sql`
    insert into workspace_due as w (team_id, changes) values (${teamId}, 1)
    on conflict (team_id) do update set changes = w.changes + 1, looks_at = 'epoch'`.execute(db);
}

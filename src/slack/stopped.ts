import { emptyStoppedWorkspace } from '../db/empty.ts';
import type { Db } from '../db/open.ts';

/**
 * Slack wants the data of a workspace deleted within 14 business days after it left (developer policy); 14 days
 * keep that in every calendar, and leave two weeks to come back.
 */
const KEPT_FOR = { hours: 14 * 24 };

/** What a person does so soon after may have been on its way when the app was taken out. */
const MAY_BE_LATE = { minutes: 1 };

/**
 * The workspace took the app out, or its token back: nothing is sent there from now on, the rows are kept, and the
 * workspace is marked to be emptied. Both events come, in either order: the first one counts.
 */
export async function stopWorkspace(
  db: Db,
  teamId: string,
  reason: 'app_uninstalled' | 'tokens_revoked',
  wallNow: Temporal.Instant,
): Promise<void> {
  await db
    .insertInto('stopped_workspace')
    .values({ team_id: teamId, reason, stopped_at: wallNow, empty_at: wallNow.add(KEPT_FOR) })
    .onConflict((oc) => oc.doNothing())
    .execute();
}

/**
 * Somebody acts there again, so the app is back: everything goes on where it stopped. True when it had stopped.
 * Only what a person does counts; an event of before may be delivered late.
 */
export async function takeBackWorkspace(db: Db, teamId: string, wallNow: Temporal.Instant): Promise<boolean> {
  const back = await db
    .deleteFrom('stopped_workspace')
    .where('team_id', '=', teamId)
    .where('stopped_at', '<', wallNow.subtract(MAY_BE_LATE))
    .returning('team_id')
    .executeTakeFirst();
  return back !== undefined;
}

/** Empties the workspaces whose two weeks are over; one that came back is no longer among them. */
export async function emptyStopped({
  db,
  wallNow,
}: {
  db: Db;
  wallNow: () => Temporal.Instant;
}): Promise<void> {
  const moment = wallNow();
  const due = await db
    .selectFrom('stopped_workspace')
    .select('team_id')
    .where('empty_at', '<=', moment)
    .execute();
  for (const { team_id } of due) await emptyStoppedWorkspace(db, team_id, moment);
}

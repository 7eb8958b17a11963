import { sql } from 'kysely';
import type { Logger } from 'pino';
import { earliest } from '../clock.ts';
import { actOnce } from '../db/audit.ts';
import { deleteAll, type Owner } from '../db/empty.ts';
import type { Db, Trx } from '../db/open.ts';
import type { RoomDeps } from '../room.ts';
import { makeDue } from './agenda.ts';
import { WORKSPACE } from './refusals.ts';

/**
 * Slack wants the data of a workspace deleted within 14 business days after it left (developer policy); 14 days
 * keep that in every calendar, and leave two weeks to come back.
 */
const KEPT_FOR = { hours: 14 * 24 };

/** What a person does so soon after may have been on its way when the app was taken out. */
const MAY_BE_LATE = { minutes: 1 };

/**
 * The workspace took the app out, or its token back: nothing is sent there from now on, the rows are kept, and the
 * workspace is marked to be emptied. Both events come, in either order: the first one counts, and is told to whoever
 * runs the desk, as nobody in the workspace can be.
 */
export async function stopWorkspace(
  { db, log }: { db: Db; log: Logger },
  teamId: string,
  reason: 'app_uninstalled' | 'tokens_revoked',
  wallNow: Temporal.Instant,
): Promise<void> {
  const emptyAt = wallNow.add(KEPT_FOR);
  const stopped = await db
    .insertInto('stopped_workspace')
    .values({ team_id: teamId, reason, stopped_at: wallNow, empty_at: emptyAt })
    .onConflict((oc) => oc.doNothing())
    .returning('team_id')
    .executeTakeFirst();
  if (stopped) log.error({ team: teamId, reason, emptyAt: emptyAt.toString() }, TAKEN_OUT);
}

const TAKEN_OUT =
  'this workspace took the app out: nothing is sent there, and its data are deleted at emptyAt; to come back, install the app again, set SLACK_BOT_TOKEN to the token it then has, restart, and use the app once';

/** Slack refuses all that the app does there: told once to whoever runs the desk, for as long as it lasts. */
export function tellRefused(log: Logger, teamId: string, reason: string): void {
  log.error({ team: teamId, reason }, REFUSED);
}

const REFUSED =
  'Slack lets nothing through to this workspace, for the reason named; what is to be sent waits. If the app was taken out or its scopes changed, install it again, set SLACK_BOT_TOKEN to its present token and restart';

/**
 * The first message of the workspace that meets this refusal: until it works again the others wait, or are tried, with
 * the same word. The caller holds the workspace's methods, so that of two at once one is the first.
 */
export async function isFirstRefused(
  trx: Trx,
  teamId: string,
  key: string,
  reason: string,
): Promise<boolean> {
  const other = await trx
    .selectFrom('outgoing')
    .select('key')
    .where('team_id', '=', teamId)
    .where('state', 'in', ['waiting', 'leased', 'sending'])
    .where('error', '=', reason)
    .where('key', '<>', key)
    .limit(1)
    .executeTakeFirst();
  return other === undefined;
}

/** How many workspaces get nothing: they took the app out, or Slack refuses all that it does there. */
export async function countStopped(db: Db): Promise<number> {
  const refused = sql.join([...WORKSPACE]);
  const { rows } = await sql<{ stopped: number }>`
    select count(*)::integer as stopped from (
      select team_id from stopped_workspace
      union
      select team_id from outgoing where state = 'waiting' and error in (${refused})
    ) each`.execute(db);
  return rows[0]?.stopped ?? 0;
}

/**
 * Somebody acts there again, so the app is back: everything goes on where it stopped. 'stopped' while it stays so, for
 * only what a person does counts, and an event of before may be delivered late.
 */
export async function takeBackWorkspace(
  { db, log }: { db: Db; log: Logger },
  teamId: string,
  wallNow: Temporal.Instant,
): Promise<'back' | 'stopped' | 'not_stopped'> {
  const [earliestLate, latestLate] = [wallNow.subtract(MAY_BE_LATE), wallNow.add(MAY_BE_LATE)];
  // A moment to come was written before the clock was set back.
  const { rows } = await sql<{ is_back: boolean; is_stopped: boolean }>`
    with back as (
      delete from stopped_workspace
      where team_id = ${teamId} and not stopped_at between ${earliestLate} and ${latestLate}
      returning team_id
    )
    select exists (select from back) as is_back,
      exists (select from stopped_workspace where team_id = ${teamId}) as is_stopped`.execute(db);
  if (rows[0]?.is_back) {
    await makeDue(db, teamId);
    log.info({ team: teamId }, 'the app is back in this workspace: everything goes on where it stopped');
    return 'back';
  }
  return rows[0]?.is_stopped ? 'stopped' : 'not_stopped';
}

/** Empties the workspaces whose two weeks are over; one that came back is no longer among them. */
export async function emptyStopped({
  db,
  rooms,
  now,
  wallNow,
}: Pick<RoomDeps, 'db' | 'rooms' | 'now' | 'wallNow'>): Promise<Temporal.Instant | undefined> {
  const moment = wallNow();
  const stopped = await db.selectFrom('stopped_workspace').select(['team_id', 'empty_at']).execute();
  const isDue = (at: Temporal.Instant) => Temporal.Instant.compare(at, moment) <= 0;
  for (const { team_id, empty_at } of stopped)
    if (isDue(empty_at)) await emptyStoppedWorkspace(db, team_id, rooms, moment);
  const next = earliest(...stopped.map(({ empty_at }) => empty_at).filter((at) => !isDue(at)));
  return next && now().add(moment.until(next));
}

/** Forgets a workspace that left, unless it came back in this very moment. */
async function emptyStoppedWorkspace(
  db: Db,
  teamId: string,
  rooms: readonly Owner[],
  wallNow: Temporal.Instant,
): Promise<void> {
  await actOnce(db, async (trx) => {
    const isDue = await trx
      .selectFrom('stopped_workspace')
      .select('team_id')
      .where('team_id', '=', teamId)
      .where('empty_at', '<=', wallNow)
      .forUpdate()
      .executeTakeFirst();
    if (isDue) await deleteAll(trx, teamId, rooms);
  });
}

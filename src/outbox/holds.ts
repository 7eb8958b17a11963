import { sql } from 'kysely';
import type { Db, Trx } from '../db/open.ts';
import { isColumnAhead, LONGEST_PAUSE } from './ceilings.ts';
import { PLACE } from './refusals.ts';

/** What waits for the same place waits with it, a little longer: one message tries, the others follow. */
const BEHIND = { minutes: 5 };

/**
 * A place took nothing: everything else for it waits, so that a closed channel costs one call and not hundreds. True
 * when anything waits for it.
 */
export async function holdPlace(
  trx: Trx,
  {
    teamId,
    target,
    reason,
    until,
    wallNow,
    except = '',
  }: {
    teamId: string;
    target: string;
    reason: string;
    until: Temporal.Instant;
    wallNow: Temporal.Instant;
    /** The key of the message that tries again. */
    except?: string;
  },
): Promise<boolean> {
  const held = await trx
    .updateTable('outgoing')
    .set({
      error: reason,
      troubled_at: sql`coalesce(troubled_at, created_at)`,
      next_at: later('next_at', until.add(BEHIND), wallNow),
    })
    .where('team_id', '=', teamId)
    .where('target', '=', target)
    .where('key', '<>', except)
    .where('state', '=', 'waiting')
    .returning('key')
    .execute();
  return held.length > 0;
}

/** Notes that a channel is closed, until it is freed. Closed for another reason it is still the same trouble. */
export async function closePlace(
  trx: Trx,
  {
    teamId,
    target,
    reason,
    wallNow,
  }: { teamId: string; target: string; reason: string; wallNow: Temporal.Instant },
): Promise<void> {
  await sql`
    insert into closed_place as c (team_id, target, no, reason, closed_at)
    values (${teamId}, ${target}, 1, ${reason}, ${wallNow})
    on conflict (team_id, target) do update set
      no = c.no + case when c.reason is null then 1 else 0 end,
      closed_at = case when c.reason is null then excluded.closed_at else c.closed_at end,
      reason = excluded.reason`.execute(trx);
}

/** The channels that take nothing, and how often each has closed. */
export async function listClosedPlaces(db: Db, teamId: string) {
  return db
    .selectFrom('closed_place')
    .select(['target', 'no', 'reason'])
    .where('team_id', '=', teamId)
    .where('reason', 'is not', null)
    .orderBy('target')
    .execute();
}

/** Slack's word for why nothing goes there, this time; undefined when it is open again. */
export async function findClosed(
  db: Db,
  { teamId, target, no }: { teamId: string; target: string; no: number },
): Promise<string | undefined> {
  const row = await db
    .selectFrom('closed_place')
    .select('reason')
    .where('team_id', '=', teamId)
    .where('target', '=', target)
    .where('no', '=', no)
    .executeTakeFirst();
  return row?.reason ?? undefined;
}

/** The place takes messages again, or may: what waits for it goes at once. */
export async function freePlace(db: Db, teamId: string, target: string): Promise<void> {
  await db
    .updateTable('closed_place')
    .set({ reason: null })
    .where('team_id', '=', teamId)
    .where('target', '=', target)
    .execute();
  await db
    .updateTable('outgoing')
    .set({ next_at: sql`'epoch'`, attempts: 0, error: null, troubled_at: null })
    .where('team_id', '=', teamId)
    .where('target', '=', target)
    .where('state', '=', 'waiting')
    .where('error', 'in', [...PLACE])
    .execute();
}

/** Slack wants no more calls of this method in this workspace until then; every process heeds it, also after a restart. */
export async function holdMethods(
  db: Db,
  teamId: string,
  methods: readonly string[],
  { until, wallNow }: { until: Temporal.Instant; wallNow: Temporal.Instant },
): Promise<void> {
  await db
    .insertInto('slack_hold')
    .values(methods.map((method) => ({ team_id: teamId, method, until })))
    .onConflict((oc) =>
      oc.columns(['team_id', 'method']).doUpdateSet({ until: later('slack_hold.until', until, wallNow) }),
    )
    .execute();
}

/** The later of what is written and this; what is written further ahead than any pause lasts is none. */
function later(column: string, until: Temporal.Instant, wallNow: Temporal.Instant) {
  const isPause = isColumnAhead(column, wallNow, LONGEST_PAUSE);
  return sql<Temporal.Instant>`case when ${isPause} then greatest(${sql.ref(column)}, ${until}) else ${until} end`;
}

/** Did Slack ask for no more calls of this method in this workspace? */
export async function isHeld(
  db: Db,
  teamId: string,
  method: string,
  wallNow: Temporal.Instant,
): Promise<boolean> {
  const hold = await db
    .selectFrom('slack_hold')
    .select('until')
    .where('team_id', '=', teamId)
    .where('method', '=', method)
    .where(isColumnAhead('until', wallNow, LONGEST_PAUSE))
    .executeTakeFirst();
  return hold !== undefined;
}

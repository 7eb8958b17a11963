import { sql } from 'kysely';
import type { Db, Trx } from '../db/open.ts';
import { PLACE } from './refusals.ts';

/** What waits for the same place waits with it, a little longer: one message tries, the others follow. */
const BEHIND = { minutes: 5 };

/** A place took nothing: everything else for it waits, so that a closed channel costs one call and not hundreds. */
export async function holdPlace(
  trx: Trx,
  {
    teamId,
    target,
    reason,
    until,
    except = '',
  }: {
    teamId: string;
    target: string;
    reason: string;
    until: Temporal.Instant;
    /** The key of the message that tries again. */
    except?: string;
  },
): Promise<void> {
  await trx
    .updateTable('outgoing')
    .set({
      error: reason,
      troubled_at: sql`coalesce(troubled_at, created_at)`,
      next_at: sql`greatest(next_at, ${until.add(BEHIND)})`,
    })
    .where('team_id', '=', teamId)
    .where('target', '=', target)
    .where('key', '<>', except)
    .where('state', '=', 'waiting')
    .execute();
}

/** The place takes messages again, or may: what waits for it goes at once. True when anything did. */
export async function freePlace(db: Db, teamId: string, target: string): Promise<boolean> {
  const freed = await db
    .updateTable('outgoing')
    .set({ next_at: sql`'epoch'`, attempts: 0, error: null, troubled_at: null })
    .where('team_id', '=', teamId)
    .where('target', '=', target)
    .where('state', '=', 'waiting')
    .where('error', 'in', [...PLACE])
    .returning('key')
    .execute();
  return freed.length > 0;
}

/** Slack wants no more calls of this method in this workspace until then; every process heeds it, also after a restart. */
export async function holdMethods(
  db: Db,
  teamId: string,
  methods: readonly string[],
  until: Temporal.Instant,
): Promise<void> {
  await db
    .insertInto('slack_hold')
    .values(methods.map((method) => ({ team_id: teamId, method, until })))
    .onConflict((oc) =>
      oc
        .columns(['team_id', 'method'])
        .doUpdateSet({ until: sql`greatest(slack_hold.until, excluded.until)` }),
    )
    .execute();
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
    .where('until', '>', wallNow)
    .executeTakeFirst();
  return hold !== undefined;
}

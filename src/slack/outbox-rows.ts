import { type Selectable, sql, type Updateable } from 'kysely';
import type { Db } from '../db/open.ts';
import type { Tables } from '../db/tables.ts';

/** A row that this process has taken, with the timestamp of the message in whose thread it belongs. */
export type LeasedRow = Selectable<Tables['outgoing']> & { parent_ts: string | null };

const LEASE = { seconds: 90 };

/**
 * Takes what is due: the first row of each lane, never one whose lane is busy or whose thread isn't there yet.
 * `skip locked` lets several processes share the queue.
 */
export async function leaseDue(db: Db, wallNow: Temporal.Instant, limit: number): Promise<LeasedRow[]> {
  if (limit <= 0) return [];
  const { rows } = await sql<LeasedRow>`
    with due as (
      select o.team_id, o.key, p.ts as parent_ts
      from outgoing o
      left join outgoing p on p.team_id = o.team_id and p.key = o.parent_key
      where o.state = 'waiting' and o.next_at <= ${wallNow}
        and (o.parent_key is null or p.ts is not null)
        and not exists (
          select 1 from outgoing e
          where e.team_id = o.team_id and e.lane = o.lane and e.key <> o.key
            and (e.state in ('leased', 'sending') or (e.state = 'waiting' and e.seq < o.seq))
        )
      order by o.seq
      limit ${limit}
      for update of o skip locked
    )
    update outgoing set state = 'leased', attempts = attempts + 1, lease_until = ${wallNow.add(LEASE)}
    from due
    where outgoing.team_id = due.team_id and outgoing.key = due.key
    returning outgoing.*, due.parent_ts`.execute(db);
  return rows;
}

/** The last step before Slack is called. False when the lease was lost meanwhile. */
export async function markSending(db: Db, row: LeasedRow, wallNow: Temporal.Instant): Promise<boolean> {
  const marked = await db
    .updateTable('outgoing')
    .set({ state: 'sending', lease_until: wallNow.add(LEASE) })
    .where('team_id', '=', row.team_id)
    .where('key', '=', row.key)
    .where('state', '=', 'leased')
    .where('attempts', '=', row.attempts)
    .returning('key')
    .executeTakeFirst();
  return marked !== undefined;
}

/** Writes what became of it; a view that was asked for again meanwhile waits for its next turn. */
export async function settle(db: Db, row: LeasedRow, change: Updateable<Tables['outgoing']>): Promise<void> {
  const done = change.state === 'sent' || change.state === 'dropped';
  await db
    .updateTable('outgoing')
    .set({
      ...change,
      lease_until: null,
      ...(done
        ? {
            shown: row.wanted,
            attempts: 0,
            state: sql`case when wanted > ${row.wanted} then 'waiting' else ${change.state} end`,
            next_at: sql`'epoch'`,
          }
        : {}),
    })
    .where('team_id', '=', row.team_id)
    .where('key', '=', row.key)
    .execute();
}

/** Gives a row back untouched. */
export async function release(db: Db, row: LeasedRow, nextAt?: Temporal.Instant): Promise<void> {
  await db
    .updateTable('outgoing')
    .set({
      state: 'waiting',
      attempts: row.attempts - 1,
      lease_until: null,
      ...(nextAt ? { next_at: nextAt } : {}),
    })
    .where('team_id', '=', row.team_id)
    .where('key', '=', row.key)
    .execute();
}

/**
 * Rows of a process that died. Before the call: sent again. During the call: an update is repeated, as it can't
 * double; a post may or may not have arrived, is never resent blindly, and says 'unknown'.
 */
export async function settleStranded(db: Db, wallNow: Temporal.Instant): Promise<void> {
  await db
    .updateTable('outgoing')
    .set({
      state: sql`case when state = 'sending' and ts is null and kind <> 'home' then 'unknown' else 'waiting' end`,
      lease_until: null,
    })
    .where('state', 'in', ['leased', 'sending'])
    .where('lease_until', '<', wallNow)
    .execute();
}

/** When the queue has to look again; a reply waits for its thread, and the thread's arrival wakes the queue. */
export async function nextDueAt(db: Db): Promise<Temporal.Instant | undefined> {
  const row = await db
    .selectFrom('outgoing')
    .select('next_at')
    .where('state', '=', 'waiting')
    .where('parent_key', 'is', null)
    .orderBy('next_at')
    .limit(1)
    .executeTakeFirst();
  return row?.next_at;
}

/** How many messages wait because Slack lets nothing through to this place: not invited, archived, gone. */
export async function countHeldUp(db: Db, teamId: string, target: string): Promise<number> {
  const { n } = await db
    .selectFrom('outgoing')
    .select(({ fn }) => fn.countAll<number>().as('n'))
    .where('team_id', '=', teamId)
    .where('target', '=', target)
    .where('state', '=', 'waiting')
    .where('error', 'in', ['not_in_channel', 'channel_not_found', 'is_archived', 'restricted_action'])
    .executeTakeFirstOrThrow();
  return n;
}

/** A click on a message proves that it arrived: an 'unknown' post is known from then on. */
export async function adoptMessage(
  db: Db,
  { teamId, key, channel, ts }: { teamId: string; key: string; channel: string; ts: string },
): Promise<void> {
  await db
    .updateTable('outgoing')
    .set({ channel_id: channel, ts, state: 'waiting', next_at: sql`'epoch'`, attempts: 0, error: null })
    .where('team_id', '=', teamId)
    .where('key', '=', key)
    .where('state', '=', 'unknown')
    .execute();
}

import { type Selectable, sql, type UpdateObject } from 'kysely';
import type { Db } from '../db/open.ts';
import type { Tables } from '../db/tables.ts';
import { isColumnAhead, LEASE, LONGEST_PAUSE, LONGEST_QUIET } from './ceilings.ts';

/** A row that this process has taken, with the timestamp of the message in whose thread it belongs. */
export type LeasedRow = Selectable<Tables['outgoing']> & { parent_ts: string | null };

/** After so many tries a row keeps its place in its lane no longer: the rest goes on without it. */
const PATIENCE = 5;

/** The call that shows the row: Home, an update of what stands, or a new message. */
export function methodOf({ kind, ts }: Pick<LeasedRow, 'kind' | 'ts'>): string {
  if (kind === 'home') return 'views.publish';
  return ts ? 'chat.update' : 'chat.postMessage';
}

const METHOD = sql`case when o.kind = 'home' then 'views.publish' when o.ts is null then 'chat.postMessage' else 'chat.update' end`;

/** The programme's clock, by which people work, and the wall's, by which Slack is called. */
export interface Moments {
  now: Temporal.Instant;
  wallNow: Temporal.Instant;
}

/** How many rows of each method may be taken; none of one that isn't named. */
export type Room = Readonly<Record<string, number>>;

/**
 * Takes what is due in this workspace: the first row of each lane, never one whose lane is busy or whose thread isn't there yet,
 * nothing that Slack limits, nothing when the workspace left. A place gets one new message at a time, and each method
 * has its own room, so that a burst to one channel or of one method holds up no other. What waits for its reader's
 * working hours holds up nothing behind it. `skip locked` lets several processes share the queue.
 */
export async function leaseDue(
  db: Db,
  teamId: string,
  { now, wallNow }: Moments,
  room: Room,
): Promise<LeasedRow[]> {
  const open = Object.entries(room).filter(([, free]) => free > 0);
  if (open.length === 0) return [];
  const rooms = sql.join(open.map(([method, free]) => sql`(${method}::text, ${free}::integer)`));
  const { rows } = await sql<LeasedRow>`
    with active as (
      select o.team_id, o.key, o.seq, o.lane, o.target, p.ts as parent_ts, ${METHOD} as method,
        o.state <> 'waiting' as is_busy, not ${isColumnAhead('o.next_at', wallNow, LONGEST_PAUSE)} as is_time,
        (o.unprompted and o.ts is null and ${isColumnAhead('o.not_before', now, LONGEST_QUIET)}) or (o.parent_key is not null and p.ts is null) as is_held,
        o.attempts >= ${PATIENCE} or coalesce(o.error = 'render_failed', false) as lets_pass
      from outgoing o
      left join outgoing p on p.team_id = o.team_id and p.key = o.parent_key
      where o.team_id = ${teamId} and o.state in ('waiting', 'leased', 'sending')
    ),
    queued as (
      select *,
        bool_or(is_busy) over (partition by team_id, lane) as is_lane_busy,
        bool_or(is_busy or not (is_held or lets_pass)) over (
          partition by team_id, lane order by seq rows between unbounded preceding and 1 preceding
        ) as is_behind,
        bool_or(is_busy and method = 'chat.postMessage') over (partition by team_id, target) as is_place_busy
      from active
    ),
    due as (
      select q.*, room.free, row_number() over (partition by q.team_id, q.target, q.method order by q.seq) as turn
      from queued q
      join (values ${rooms}) room (method, free) on room.method = q.method
      where q.is_time and not q.is_held and not q.is_lane_busy and q.is_behind is not true
        and not (q.is_place_busy and q.method = 'chat.postMessage')
        and not exists (select 1 from stopped_workspace w where w.team_id = q.team_id)
        and not exists (
          select 1 from slack_hold h where h.team_id = q.team_id and h.method = q.method
            and ${isColumnAhead('h.until', wallNow, LONGEST_PAUSE)}
        )
    ),
    next as (
      select *, row_number() over (partition by method order by seq) as place
      from due
      where turn = 1 or method <> 'chat.postMessage'
    ),
    taken as (
      select o.team_id, o.key, next.parent_ts
      from next
      join outgoing o on o.team_id = next.team_id and o.key = next.key
      where next.place <= next.free and o.state = 'waiting'
      order by o.seq
      for update of o skip locked
    )
    update outgoing set state = 'leased', attempts = attempts + 1, lease_until = ${wallNow.add(LEASE)}
    from taken
    where outgoing.team_id = taken.team_id and outgoing.key = taken.key
    returning outgoing.*, taken.parent_ts`.execute(db);
  return rows;
}

/** The last step before Slack is called. False when the lease was lost meanwhile, or the workspace left. */
export async function markSending(
  db: Db,
  row: LeasedRow,
  wallNow: Temporal.Instant,
  hash: string | null = null,
): Promise<boolean> {
  const marked = await db
    .updateTable('outgoing')
    .set({ state: 'sending', sending_hash: hash, lease_until: wallNow.add(LEASE) })
    .where('team_id', '=', row.team_id)
    .where('key', '=', row.key)
    .where('state', '=', 'leased')
    .where('attempts', '=', row.attempts)
    .where(({ not, exists, selectFrom }) =>
      not(exists(selectFrom('stopped_workspace').select('reason').where('team_id', '=', row.team_id))),
    )
    .returning('key')
    .executeTakeFirst();
  return marked !== undefined;
}

/**
 * Writes what became of it; a view that was asked for again meanwhile waits for its next turn. False, and nothing
 * written, when the lease was lost meanwhile; an answer that comes late still clears up what was 'unknown'.
 */
export async function settle(
  db: Db,
  row: LeasedRow,
  change: UpdateObject<Tables, 'outgoing'>,
): Promise<boolean> {
  const isAnswer = change.state === 'sent' && change.ts !== undefined;
  const isOver = change.state === 'sent' || change.state === 'dropped' || change.state === 'failed';
  const settled = await db
    .updateTable('outgoing')
    .set({
      ...change,
      lease_until: null,
      ...(isOver
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
    .where(({ or, and, eb }) =>
      or([
        and([eb('state', 'in', ['leased', 'sending']), eb('attempts', '=', row.attempts)]),
        and([eb('state', '=', isAnswer ? 'unknown' : 'sending'), eb('troubles', '=', row.troubles + 1)]),
      ]),
    )
    .returning('key')
    .executeTakeFirst();
  return settled !== undefined;
}

/** Gives a row back untouched. */
export async function release(db: Db, row: LeasedRow, nextAt?: Temporal.Instant): Promise<void> {
  await settle(db, row, {
    state: 'waiting',
    attempts: row.attempts - 1,
    ...(nextAt ? { next_at: nextAt } : {}),
  });
}

/** It waits until its reader is at work, and holds up nothing. */
export async function postpone(db: Db, row: LeasedRow, until: Temporal.Instant): Promise<void> {
  await settle(db, row, { state: 'waiting', attempts: row.attempts - 1, not_before: until });
}

/**
 * When the queue has to look again; a reply waits for its thread, and the thread's arrival wakes the queue. What waits
 * for working hours is found by the schedule's own look at the minute.
 */
export async function nextDueAt(
  db: Db,
  teamId: string,
  now: Temporal.Instant,
): Promise<Temporal.Instant | undefined> {
  const row = await db
    .selectFrom('outgoing as o')
    .select('next_at')
    .where('o.team_id', '=', teamId)
    .where('state', '=', 'waiting')
    .where('parent_key', 'is', null)
    .where(({ or, eb, not }) =>
      or([
        eb('unprompted', '=', false),
        eb('ts', 'is not', null),
        not(isColumnAhead('not_before', now, LONGEST_QUIET)),
      ]),
    )
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(selectFrom('stopped_workspace as w').select('reason').whereRef('w.team_id', '=', 'o.team_id')),
      ),
    )
    .orderBy('next_at')
    .limit(1)
    .executeTakeFirst();
  return row?.next_at;
}

import { type RawBuilder, type Selectable, sql, type UpdateObject } from 'kysely';
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

/** The same of a row in a statement; an index has this very expression. */
function methodIn(row: string): RawBuilder<string> {
  const [kind, ts] = [sql.ref(`${row}.kind`), sql.ref(`${row}.ts`)];
  return sql`case when ${kind} = 'home' then 'views.publish' when ${ts} is null then 'chat.postMessage' else 'chat.update' end`;
}

/** The programme's clock, by which people work, and the wall's, by which Slack is called. */
export interface Moments {
  now: Temporal.Instant;
  wallNow: Temporal.Instant;
}

/** When somebody takes messages, and which process it is. */
export interface Taking extends Moments {
  processId?: string;
}

/** How many rows of each method may be taken; none of one that isn't named. */
export type Room = Readonly<Record<string, number>>;

/** Waits for its reader's working hours, or for the message that opens its thread: it holds up nothing. */
function isHeld(row: string, now: Temporal.Instant): RawBuilder<boolean> {
  const [unprompted, ts, parent] = [
    sql.ref(`${row}.unprompted`),
    sql.ref(`${row}.ts`),
    sql.ref(`${row}.parent_key`),
  ];
  return sql`((${unprompted} and ${ts} is null and ${isColumnAhead(`${row}.not_before`, now, LONGEST_QUIET)})
    or (${parent} is not null and (
      select p.ts from outgoing p where p.team_id = ${sql.ref(`${row}.team_id`)} and p.key = ${parent}) is null))`;
}

/**
 * Takes what is due in this workspace: the first row of each lane, never one whose lane is busy or whose thread isn't there yet,
 * nothing that Slack limits, nothing when the workspace left. A place gets one new message at a time, and each method
 * has its own room, so that a burst to one channel or of one method holds up no other. What waits for its reader's
 * working hours holds up nothing behind it. `skip locked` lets several processes share the queue.
 *
 * Each method's rows are walked in their order, from one that is taken to the next, until its room is full: what waits
 * behind them costs nothing. Whoever takes something says with it that it lives.
 */
export async function leaseDue(
  db: Db,
  teamId: string,
  { now, wallNow, processId }: Taking,
  room: Room,
): Promise<LeasedRow[]> {
  const open = Object.entries(room).filter(([, free]) => free > 0);
  if (open.length === 0) return [];
  const [methods, frees] = [open.map(([method]) => method), open.map(([, free]) => free)];
  const { rows } = await sql<LeasedRow>`
    with recursive busy (lanes, places) as (
      select array(select b.lane from outgoing b where b.team_id = ${teamId} and b.state in ('leased', 'sending')),
        array(
          select b.target from outgoing b
          where b.team_id = ${teamId} and b.state in ('leased', 'sending') and b.ts is null and b.kind <> 'home'
        )
    ),
    walk (method, free, taken, seq, key, lanes, places) as (
      select room.method, room.free, 0, 0::bigint, null::text collate "C", busy.lanes,
        case when room.method = 'chat.postMessage' then busy.places else '{}' end
      from unnest(${methods}::text[], ${frees}::integer[]) room (method, free), busy
      where not exists (select 1 from stopped_workspace w where w.team_id = ${teamId})
        and not exists (
          select 1 from slack_hold h where h.team_id = ${teamId} and h.method = room.method
            and ${isColumnAhead('h.until', wallNow, LONGEST_PAUSE)}
        )
      union all
      select walk.method, walk.free, walk.taken + 1, due.seq, due.key, walk.lanes,
        case when walk.method = 'chat.postMessage' then walk.places || due.target else '{}' end
      from walk
      cross join lateral (
        select o.seq, o.key, o.target
        from (
          -- A fence: read in order, and only as far as it takes, whatever the statistics say of the conditions.
          select * from outgoing w
          where w.team_id = ${teamId} and w.state = 'waiting' and ${methodIn('w')} = walk.method and w.seq > walk.seq
          order by w.seq offset 0
        ) o
        where not ${isColumnAhead('o.next_at', wallNow, LONGEST_PAUSE)}
          and o.lane <> all (walk.lanes) and o.target <> all (walk.places)
          and not ${isHeld('o', now)}
          and (
            select e.key from outgoing e
            where e.team_id = ${teamId} and e.state = 'waiting' and e.lane = o.lane and e.seq < o.seq
              and e.attempts < ${PATIENCE} and e.error is distinct from 'render_failed' and not ${isHeld('e', now)}
            order by e.seq limit 1
          ) is null
        limit 1
      ) due
      where walk.taken < walk.free
    ),
    taken as (
      select o.team_id, o.key
      from outgoing o
      where o.team_id = ${teamId} and o.key = any(array(select walk.key from walk)) and o.state = 'waiting'
      order by o.seq
      for update of o skip locked
    ),
    alive as (
      insert into sending_process (team_id, id)
      select ${teamId}, ${processId ?? null}::text where ${processId ?? null}::text is not null and exists (select 1 from taken)
      on conflict (team_id, id) do update set beat = default
    )
    update outgoing
    set state = 'leased', attempts = attempts + 1, lease_until = ${wallNow.add(LEASE)}, leased_by = ${processId ?? null}
    from taken
    where outgoing.team_id = taken.team_id and outgoing.key = taken.key
    returning outgoing.*, (
      select p.ts from outgoing p where p.team_id = ${teamId} and p.key = outgoing.parent_key
    ) as parent_ts`.execute(db);
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

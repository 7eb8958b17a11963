import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type { Db, Trx } from '../db/open.ts';
import { isPast } from './nudge.ts';

/** A person's message and what became of it in Slack. */
export interface NudgeMessage {
  no: number;
  id: string;
  toldAt: Temporal.Instant;
  /** It stands in Slack. */
  isShown: boolean;
  isUnderWay: boolean;
  /** It had nothing to say, or no leave to say it, when its turn came. */
  isDropped: boolean;
  isFailed: boolean;
}

const WEEKS = { hours: 24 * 14 };

/** The person's newest message and those of the last two weeks, the newest last. */
export async function listMessages(
  db: Db,
  teamId: string,
  userId: string,
  now: Temporal.Instant,
): Promise<NudgeMessage[]> {
  const rows = await db
    .selectFrom('nudge_message')
    .leftJoin('outgoing', (join) =>
      join
        .onRef('outgoing.team_id', '=', 'nudge_message.team_id')
        .on('outgoing.key', '=', sql<string>`${keyPrefix(userId)} || nudge_message.no`),
    )
    .select(['no', 'id', 'told_at', 'outgoing.ts', 'outgoing.state'])
    .where('nudge_message.team_id', '=', teamId)
    .where('user_id', '=', userId)
    .orderBy('no', 'desc')
    .limit(20)
    .execute();
  return rows
    .filter(({ told_at }, i) => i === 0 || isPast(now.subtract(WEEKS), told_at))
    .map(({ no, id, told_at, ts, state }) => ({
      ...{ no, id, toldAt: told_at, isShown: ts !== null },
      isUnderWay: ts === null && state !== null && UNDER_WAY.has(state),
      isDropped: ts === null && state === 'dropped',
      isFailed: ts === null && state === 'failed',
    }))
    .toReversed();
}

const UNDER_WAY: ReadonlySet<string> = new Set(['waiting', 'leased', 'sending']);

function keyPrefix(userId: string): string {
  return `nudge:${userId}:`;
}

export function messageKey(userId: string, no: number): string {
  return `${keyPrefix(userId)}${no}`;
}

export async function findMessage(db: Db, teamId: string, id: string) {
  return db
    .selectFrom('nudge_message')
    .select(['user_id', 'no', 'id'])
    .where('team_id', '=', teamId)
    .where('id', '=', id)
    .executeTakeFirst();
}

/** Keeps a new message of the person as theirs; `no` follows the newest one. */
export async function insertMessage(
  trx: Trx,
  { teamId, userId, no, now }: { teamId: string; userId: string; no: number; now: Temporal.Instant },
): Promise<string> {
  const id = randomUUID();
  await trx
    .insertInto('nudge_message')
    .values({ team_id: teamId, user_id: userId, no, id, told_at: now })
    .execute();
  return id;
}

/** The badge is raised now and not when the message was first asked for. */
export async function retellMessage(
  trx: Trx,
  { teamId, userId, no, now }: { teamId: string; userId: string; no: number; now: Temporal.Instant },
): Promise<void> {
  await trx
    .updateTable('nudge_message')
    .set({ told_at: now })
    .where('team_id', '=', teamId)
    .where('user_id', '=', userId)
    .where('no', '=', no)
    .execute();
}

/** People whose newest message had nothing to say, or no leave to say it, when its turn came. */
export async function listDropped(db: Db, teamId: string): Promise<string[]> {
  const { rows } = await sql<{ user_id: string }>`
    select distinct o.target as user_id from outgoing o
    where o.team_id = ${teamId} and o.kind = 'nudge' and o.state = 'dropped' and o.ts is null
      and o.key = 'nudge:' || o.target || ':' || (
        select max(m.no) from nudge_message m where m.team_id = ${teamId} and m.user_id = o.target)`.execute(
    db,
  );
  return rows.map(({ user_id }) => user_id);
}

/** The message is shown once more, and then no act refreshes it any more: a newer one has taken its place. */
export async function retireMessage(trx: Trx, teamId: string, key: string): Promise<void> {
  await trx
    .updateTable('outgoing')
    .set({ shape: 'notice' })
    .where('team_id', '=', teamId)
    .where('key', '=', key)
    .execute();
}

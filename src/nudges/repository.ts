import { sql } from 'kysely';
import type { Db, Trx } from '../db/open.ts';
import type { Programme } from '../programme/programme.ts';
import { nudgeKey } from './nudge.ts';

/** For the query around it: nothing that a ledger holds of the years that aren't closed is older, and a ledger holds all years. */
export function beginningOf({ teamId, liveYears }: Programme) {
  return sql`(select min(least(created_at, opens_on::timestamptz)) from programme_year
    where team_id = ${teamId} and year = any(${[...liveYears]}::integer[]))`;
}

/** Keys of everything about these objects that was told, overtaken or left out. */
export async function readLedger(db: Db, teamId: string, objectIds: readonly string[]): Promise<Set<string>> {
  if (objectIds.length === 0) return new Set();
  // `offset 0` keeps the look-ups apart: together the planner takes them for most of the ledger, and reads all of it.
  const { rows } = await sql<{ user_id: string; kind: string; object_id: string; stage: string }>`
    select told.* from unnest(${[...new Set(objectIds)]}::text[]) owed (id)
    cross join lateral (
      select user_id, kind, object_id, stage from nudge
      where team_id = ${teamId} and object_id = owed.id
      offset 0
    ) told`.execute(db);
  return new Set(
    rows.map(({ user_id, kind, object_id, stage }) => nudgeKey(user_id, kind, object_id, stage)),
  );
}

/** One process decides about a person at a time; false when Slack has never told us of them. */
export async function holdPerson(trx: Trx, teamId: string, userId: string): Promise<boolean> {
  const row = await trx
    .selectFrom('slack_user')
    .select('user_id')
    .where('team_id', '=', teamId)
    .where('user_id', '=', userId)
    .forUpdate()
    .executeTakeFirst();
  return row !== undefined;
}

export interface Note {
  teamId: string;
  userId: string;
  kind: string;
  objectKind: string;
  objectId: string;
  stage: string;
  label: string;
  via: string;
  of: string | undefined;
  dueAt: Temporal.Instant;
  now: Temporal.Instant;
  outcome: 'new' | 'edited' | 'overtaken' | 'too_old';
  messageNo: number | undefined;
}

/** The only writer of the ledger; what stands there already stays as it is. */
export async function noteNudges(trx: Trx, notes: readonly Note[]): Promise<void> {
  if (notes.length === 0) return;
  await trx
    .insertInto('nudge')
    .values(
      notes.map((note) => ({
        ...{ team_id: note.teamId, user_id: note.userId, kind: note.kind, object_kind: note.objectKind },
        ...{ object_id: note.objectId, stage: note.stage, label: note.label, via: note.via },
        ...{ of_user: note.of ?? null, due_at: note.dueAt, noted_at: note.now, outcome: note.outcome },
        message_no: note.messageNo ?? null,
      })),
    )
    .onConflict((oc) => oc.doNothing())
    .execute();
}

/** What was told in this message, by object. */
export async function listTold(db: Db, teamId: string, userId: string, no: number): Promise<Set<string>> {
  const rows = await db
    .selectFrom('nudge')
    .select(['kind', 'object_id'])
    .where('team_id', '=', teamId)
    .where('user_id', '=', userId)
    .where('message_no', '=', no)
    .execute();
  return new Set(rows.map(({ kind, object_id }) => `${kind}\n${object_id}`));
}

/** Until when each person wants to hear nothing. */
export async function listSnoozes(db: Db, teamId: string): Promise<Map<string, Temporal.Instant>> {
  const rows = await db
    .selectFrom('nudge_snooze')
    .select(['user_id', 'until'])
    .where('team_id', '=', teamId)
    .execute();
  return new Map(rows.map(({ user_id, until }) => [user_id, until]));
}

export async function putSnooze(
  trx: Trx,
  {
    teamId,
    userId,
    until,
    now,
  }: { teamId: string; userId: string; until: Temporal.Instant; now: Temporal.Instant },
): Promise<void> {
  await trx
    .insertInto('nudge_snooze')
    .values({ team_id: teamId, user_id: userId, until, set_at: now })
    .onConflict((oc) => oc.constraint('snooze_one_per_person').doUpdateSet({ until, set_at: now }))
    .execute();
}

/** Ends the snooze; false when there was none. */
export async function endSnooze(trx: Trx, teamId: string, userId: string): Promise<boolean> {
  const ended = await trx
    .deleteFrom('nudge_snooze')
    .where('team_id', '=', teamId)
    .where('user_id', '=', userId)
    .returning('user_id')
    .executeTakeFirst();
  return ended !== undefined;
}

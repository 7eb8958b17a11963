import { type SqlBool, sql } from 'kysely';
import type { Db, Trx } from '../db/open.ts';
import { selectActs } from '../directory/acts.ts';

/** An act as the audit trail keeps it. */
export interface DoneAct {
  id: number;
  act: string;
  actor: string;
  at: Temporal.Instant;
  objectKind: string;
  objectId: string;
  details: Record<string, unknown>;
}

export interface Undoing {
  teamId: string;
  done: DoneAct;
  now: Temporal.Instant;
  today: Temporal.PlainDate;
}

/** The act of this id in this workspace; whatever isn't an id of ours is nothing. */
export async function findDone(db: Db, teamId: string, id: string): Promise<DoneAct | undefined> {
  if (!/^\d{1,15}$/.test(id)) return undefined;
  const row = await db
    .selectFrom('audit')
    .selectAll()
    .where('team_id', '=', teamId)
    .where('id', '=', Number(id))
    .where('outcome', '=', 'done')
    .executeTakeFirst();
  if (!row) return undefined;
  const { id: rowId, act, actor, at, object_kind: objectKind, object_id: objectId, details } = row;
  return { id: rowId, act, actor, at, objectKind, objectId, details };
}

export type Condition = ReturnType<typeof sql<SqlBool>>;

/** Nobody has done anything to the same thing since. */
export function nothingSince({ teamId, done }: Undoing): Condition {
  return sql<SqlBool>`not exists (
    select 1 from audit a where a.team_id = ${teamId} and a.object_kind = ${done.objectKind}
      and a.object_id = ${done.objectId} and a.id > ${done.id} and a.outcome = 'done')`;
}

/** The same, asked by itself. */
export async function isUntouched(trx: Trx, undoing: Undoing): Promise<boolean> {
  const { rows } = await sql<{ untouched: boolean }>`select ${nothingSince(undoing)} as untouched`.execute(
    trx,
  );
  return rows[0]?.untouched ?? false;
}

/** What anybody has done since to claims of this need: of all experts, or of these. */
export function claimActsSince({ teamId, done }: Undoing, demandId: string | undefined, expert = sql`true`) {
  return sql`select 1 from audit a join claim c on c.team_id = a.team_id and c.id = a.object_id
    where a.team_id = ${teamId} and a.object_kind = 'claim' and a.id > ${done.id} and a.outcome = 'done'
      and c.demand_id = ${demandId ?? null} and ${expert}`;
}

/** Those whom the act itself named: by the same person at the same moment. */
export async function dropContacts(
  trx: Trx,
  teamId: string,
  organisationId: string,
  done: DoneAct,
): Promise<void> {
  await trx
    .deleteFrom('organisation_contact')
    .where('team_id', '=', teamId)
    .where('organisation_id', '=', organisationId)
    .where('added_by', '=', done.actor)
    .where('added_at', '=', done.at)
    .execute();
}

/** The first thing that was done to the same thing after this act, and by whom. */
export async function findSince(
  db: Db,
  teamId: string,
  { id, objectKind, objectId }: DoneAct,
): Promise<{ undoes: unknown; who: string; at: Temporal.Instant } | undefined> {
  const row = await selectActs(db, teamId)
    .where('audit.object_kind', '=', objectKind)
    .where('audit.object_id', '=', objectId)
    .where('audit.id', '>', id)
    .orderBy('audit.id')
    .limit(1)
    .executeTakeFirst();
  return row && { undoes: row.details.undoes, who: row.name ?? row.actor, at: row.at };
}

/** Where an act was told of: the notices carry its id in their keys. */
export async function listTold(trx: Trx, teamId: string, auditId: number) {
  return trx
    .selectFrom('outgoing')
    .select(['target', 'parent_key', 'lane'])
    .distinct()
    .where('team_id', '=', teamId)
    .where(sql<boolean>`key ^@ ${`notice:${auditId}:`}`)
    .where('shape', '=', 'notice')
    .where('state', '<>', 'dropped')
    .execute();
}

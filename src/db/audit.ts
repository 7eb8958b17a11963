import { type Insertable, type RawBuilder, sql } from 'kysely';
import { type Db, isDeadlock, isUniqueViolation, type Trx } from './open.ts';
import type { RecordedAct } from './recorded-acts.ts';
import type { Tables } from './tables.ts';

/** Who acts when nobody does: the desk itself. */
export const DESK = 'expert_desk';

/** In what way somebody acted, as the record keeps it beside the details. */
export interface How {
  /** The programme year in which nobody else could do it, so that whoever's own it was did it alone. */
  alone?: number;
  /** Who is away, and in whose place it was done. */
  deputy_of?: string;
  /** As the assistant of the expert, in the expert's name. */
  assistant?: true;
  /** The answer link by which it came; the actor had made it. */
  link?: string;
}

export interface Act<Name extends string = RecordedAct> {
  teamId: string;
  act: Name;
  /** The Slack user who did it, or `DESK`. */
  actor: string;
  /** Whose part the actor took: a role such as 'home_unit', when somebody acts for another. */
  onBehalfOf?: string | undefined;
  objectKind: string;
  objectId: string;
  now: Temporal.Instant;
  /** The permanent key of the interaction that caused it; the same cause never acts twice. */
  cause?: string | undefined;
  details?: Record<string, unknown>;
  how?: How | undefined;
}

/** The interaction was delivered before and has had its effect; thrown to roll the second one back. */
class RepeatedDelivery extends Error {}

/** Writes the act into the audit trail, in the same transaction as its change. Returns the row's id. */
export async function recordAct(trx: Trx, act: Act): Promise<number> {
  const row = await trx
    .insertInto('audit')
    .values(rowOf(act, 'done'))
    .onConflict((oc) => oc.columns(['team_id', 'cause']).where('cause', 'is not', null).doNothing())
    .returning('id')
    .executeTakeFirst();
  if (!row) throw new RepeatedDelivery();
  return row.id;
}

/**
 * The same for a statement that changes and records at once: the part that writes the row, if its part `done` has one.
 * A cause that acted before refuses the whole statement; see `actAtOnce`.
 */
export function auditRow(act: Act): RawBuilder<{ id: number }> {
  return sql`insert into audit (team_id, act, actor, on_behalf_of, object_kind, object_id, at, cause, details)
    select ${act.teamId}, ${act.act}, ${act.actor}, ${act.onBehalfOf}, ${act.objectKind}, ${act.objectId},
      ${act.now}::timestamptz, ${act.cause}, ${detailsOf(act)}::jsonb
    from done
    returning id`;
}

/** The same of many things at once, each with its own row; they have no cause, as another act brings them about. */
export async function recordActs(
  trx: Trx,
  act: Omit<Act, 'objectId' | 'cause'>,
  objects: readonly { id: string; details: Record<string, unknown> }[],
): Promise<void> {
  if (objects.length === 0) return;
  const { teamId, actor, onBehalfOf, objectKind, now } = act;
  const listed = objects.map(({ id, details }) => ({ id, details: { ...detailsOf(act), ...details } }));
  await sql`insert into audit (team_id, act, actor, on_behalf_of, object_kind, object_id, at, details)
    select ${teamId}, ${act.act}, ${actor}, ${onBehalfOf}, ${objectKind}, o.id, ${now}::timestamptz, o.details
    from jsonb_to_recordset(${JSON.stringify(listed)}::jsonb) as o (id text, details jsonb)`.execute(trx);
}

/** Keeps a refused attempt (someone else's button, a forged payload) for those who look after the programme. */
export async function recordRefusal(db: Db, act: Act<string>): Promise<void> {
  await db
    .insertInto('audit')
    .values(rowOf(act, 'refused'))
    .onConflict((oc) => oc.columns(['team_id', 'cause']).where('cause', 'is not', null).doNothing())
    .execute();
}

/** Has this interaction had its effect already? Slack delivers some of them twice. */
export async function hasActed(db: Db, teamId: string, cause: string): Promise<boolean> {
  const row = await db
    .selectFrom('audit')
    .select('id')
    .where('team_id', '=', teamId)
    .where('cause', '=', cause)
    .where('outcome', '=', 'done')
    .executeTakeFirst();
  return row !== undefined;
}

const ATTEMPTS = 5;

/**
 * One unit of work: change, audit row and outgoing rows together. 'repeated' when its cause acted before. Two acts
 * that touch the same rows the other way round make PostgreSQL end one of them: that one is simply done again.
 */
export async function actOnce<T>(db: Db, work: (trx: Trx) => Promise<T>): Promise<T | 'repeated'> {
  return actAtOnce(() => db.transaction().execute(work));
}

/**
 * The same for work that is one statement, which PostgreSQL does whole or not at all without being asked to.
 *
 * @param isInside it stands in a transaction, where nothing can be done again: that is for whoever opened it
 */
export async function actAtOnce<T>(work: () => Promise<T>, isInside = false): Promise<T | 'repeated'> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      if (error instanceof RepeatedDelivery) return 'repeated';
      if (isUniqueViolation(error, 'audit_one_per_cause')) return 'repeated';
      if (isInside || !isDeadlock(error) || attempt === ATTEMPTS) throw error;
    }
  }
}

function rowOf(act: Act<string>, outcome: 'done' | 'refused'): Insertable<Tables['audit']> {
  return {
    team_id: act.teamId,
    act: act.act,
    actor: act.actor,
    on_behalf_of: act.onBehalfOf ?? null,
    object_kind: act.objectKind,
    object_id: act.objectId,
    at: act.now,
    cause: act.cause ?? null,
    outcome,
    details: detailsOf(act),
  };
}

function detailsOf({ details, how }: Pick<Act<string>, 'details' | 'how'>): Record<string, unknown> {
  return { ...details, ...how };
}

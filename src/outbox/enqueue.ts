import { sql } from 'kysely';
import type { Trx } from '../db/open.ts';
import { markChanged } from './marks.ts';
import { calledIn, lineOf } from './telephone.ts';
import { insertLines } from './telephone-sql.ts';

/**
 * What is to be sent, as rows written in the transaction of the act that wants it said. The key is permanent:
 * the same thing asked twice is one message. Nothing is rendered here; `send.ts` renders at the moment of sending.
 */
export interface Outgoing {
  teamId: string;
  key: string;
  /** Which renderer speaks: 'demand_card', 'claim_notice', … */
  kind: string;
  /** A channel's id, or a person's for a direct message or Home; of somebody without an account, see `telephone.ts`. */
  target: string;
  /** One message of a lane is under way at a time, in order. */
  lane?: string;
  /** In the thread of this other message. */
  parentKey?: string;
  /** Ids only; the renderer reads the rest. */
  ref: Record<string, string>;
  /** The desk speaks by itself, nobody's act wants it: a new message, which rings, waits for its reader's working hours. */
  unprompted?: boolean;
}

const IS_OVER = sql`outgoing.state in ('sent', 'failed', 'dropped')`;
/** Waits for its turn and for nothing else: it may have been put off, and a change brings its turn forward. */
const IS_UNTRIED = sql`outgoing.state = 'waiting' and outgoing.attempts = 0 and outgoing.error is null`;

/** Wanted once more; what is under way right now is left alone and looked at again when it is done. */
export const SHOW_AGAIN = {
  wanted: sql<number>`outgoing.wanted + 1`,
  state: sql<'waiting'>`case when ${IS_OVER} then 'waiting' else outgoing.state end`,
  attempts: sql<number>`case when ${IS_OVER} then 0 else outgoing.attempts end`,
  next_at: sql<Temporal.Instant>`case when ${IS_OVER} or (${IS_UNTRIED}) then 'epoch' else outgoing.next_at end`,
};

/** Asks for a *view* of something (a card): one message for good, shown anew when asked again; newest wins. */
export async function enqueueView(trx: Trx, ...all: Outgoing[]): Promise<void> {
  const { views } = await callFirst(trx, 'view', all);
  if (views.length === 0) return;
  await trx
    .insertInto('outgoing')
    .values(views.toSorted(byKey).map((one) => rowOf('view', one)))
    .onConflict((oc) =>
      oc.columns(['team_id', 'key']).doUpdateSet({
        ...SHOW_AGAIN,
        unprompted: sql`outgoing.unprompted and excluded.unprompted`,
        not_before: sql`case when excluded.unprompted then outgoing.not_before end`,
      }),
    )
    .execute();
}

/** Always in one order, so that two acts which show the same things can't wait for each other. */
function byKey(a: Outgoing, b: Outgoing): number {
  return a.key < b.key ? -1 : 1;
}

/** The same for a view that is wanted once: asked again, it stays what became of it. */
export async function enqueueViewOnce(trx: Trx, ...views: Outgoing[]): Promise<void> {
  await insertOnce(trx, 'view', views);
}

/** Asks for a *notice* of something that happened: said once, never again. False when it was asked for before. */
export async function enqueueNotice(trx: Trx, one: Outgoing): Promise<boolean> {
  return insertOnce(trx, 'notice', [one]);
}

/** True when any of them was not asked for before. */
async function insertOnce(trx: Trx, shape: 'view' | 'notice', all: readonly Outgoing[]): Promise<boolean> {
  const { views, called } = await callFirst(trx, shape, all);
  if (views.length === 0) return called > 0;
  const asked = await trx
    .insertInto('outgoing')
    .values(views.toSorted(byKey).map((one) => rowOf(shape, one)))
    .onConflict((oc) => oc.columns(['team_id', 'key']).doNothing())
    .returning('key')
    .execute();
  return asked.length + called > 0;
}

/** Whoever has no account is told by telephone; the others' messages are left. */
async function callFirst(trx: Trx, shape: 'view' | 'notice', all: readonly Outgoing[]) {
  const lines = linesAmong(shape, all);
  const views = all.filter(({ target }) => calledIn(target) === undefined);
  return { views, called: await insertLines(trx, all[0]?.teamId ?? '', lines) };
}

/** Those of them that are told by telephone. */
export function linesAmong(shape: 'view' | 'notice', all: readonly Outgoing[]) {
  return all.flatMap((one) => {
    const called = calledIn(one.target);
    return called ? [lineOf(shape, one, called)] : [];
  });
}

/** Marks that these are to be shown again if they were ever asked for; one that ends in ':' is all whose keys begin so. */
export async function refreshView(trx: Trx, teamId: string, view: string): Promise<void> {
  await markChanged(trx, { teamId, views: [view] });
}

export function homeOf(teamId: string, userId: string): Outgoing {
  return { teamId, key: `home:${userId}`, kind: 'home', target: userId, ref: {} };
}

export function rowOf(shape: 'view' | 'notice', one: Outgoing) {
  return {
    team_id: one.teamId,
    key: one.key,
    shape,
    kind: one.kind,
    target: one.target,
    lane: one.lane ?? (one.kind === 'home' ? one.key : `to:${one.target}`),
    parent_key: one.parentKey ?? null,
    ref: one.ref,
    unprompted: one.unprompted ?? false,
  };
}

import { type RawBuilder, type Selectable, sql, type UpdateObject } from 'kysely';
import type { Db, Trx } from '../db/open.ts';
import type { Tables } from '../db/tables.ts';
import { PERSON, PLACE } from './refusals.ts';

/** A message that needs somebody: its answer was lost, or it failed for good. */
export interface TroubledMessage {
  /** Names this trouble of this message, and no later one: the value of its buttons. */
  id: string;
  state: 'unknown' | 'failed';
  shape: 'view' | 'notice';
  kind: string;
  target: string;
  ref: Record<string, string>;
  error: string;
  /** Programme time. */
  at: Temporal.Instant;
}

/** A place that lets nothing through until somebody mends it. */
export interface HeldUp {
  target: string;
  error: string;
  messages: number;
}

const OWN = ['home'];

/** Messages of which nobody knows whether they arrived: Slack took the request, its answer was lost. */
export async function listUnknown(db: Db, teamId: string): Promise<TroubledMessage[]> {
  return listTroubled(db, teamId, 'unknown');
}

/** Messages that will not be tried again unless somebody says so. */
export async function listFailed(db: Db, teamId: string): Promise<TroubledMessage[]> {
  return listTroubled(db, teamId, 'failed');
}

async function listTroubled(
  db: Db,
  teamId: string,
  state: TroubledMessage['state'],
): Promise<TroubledMessage[]> {
  const rows = await db
    .selectFrom('outgoing')
    .selectAll()
    .where('team_id', '=', teamId)
    .where('state', '=', state)
    .where('kind', 'not in', OWN)
    .orderBy('seq')
    .limit(50)
    .execute();
  return rows.map((row) => troubledOf(row, state));
}

/** The message behind a button, as long as the trouble lasts for which the button was made. */
export async function findTroubled(db: Db, teamId: string, id: string): Promise<TroubledMessage | undefined> {
  const [, seq, troubles] = id.match(/^(\d{1,15})-(\d{1,9})$/) ?? [];
  const row = await db
    .selectFrom('outgoing')
    .selectAll()
    .where('team_id', '=', teamId)
    .where('seq', '=', Number(seq ?? -1))
    .where('troubles', '=', Number(troubles ?? -1))
    .executeTakeFirst();
  return row && (row.state === 'unknown' || row.state === 'failed') ? troubledOf(row, row.state) : undefined;
}

function troubledOf(row: Selectable<Tables['outgoing']>, state: TroubledMessage['state']): TroubledMessage {
  return {
    ...{ id: `${row.seq}-${row.troubles}`, state, shape: row.shape, kind: row.kind, target: row.target },
    ...{ ref: row.ref, error: row.error ?? '', at: row.troubled_at ?? row.created_at },
  };
}

/**
 * Somebody looked and it is there. Its timestamp isn't known, so what stands there can't be changed: it stays as it
 * is until the thing itself changes, and then it is posted anew; a press on the old one's button makes it known
 * again. Replies that waited for it have no thread. False when somebody settled it before.
 */
export async function settleArrived(
  trx: Trx,
  teamId: string,
  id: string,
  now: Temporal.Instant,
): Promise<boolean> {
  const settled = await settleTroubled(trx, teamId, id, 'unknown', {
    ...{ state: 'sent', error: null, sent_at: now, shown: sql`wanted`, content_hash: sql`sending_hash` },
  });
  return settled !== undefined;
}

/** A failed message is given up. False when somebody settled it before. */
export async function settleLeft(trx: Trx, teamId: string, id: string): Promise<boolean> {
  const left = { state: 'dropped' as const, shown: sql<number>`wanted` };
  return (await settleTroubled(trx, teamId, id, 'failed', left)) !== undefined;
}

const AGAIN = { state: 'waiting' as const, attempts: 0, next_at: sql<Temporal.Instant>`'epoch'` };

/** It is sent once more, as the state of that moment has it, and its thread with it. False when it was settled before. */
export async function settleAgain(trx: Trx, teamId: string, id: string): Promise<boolean> {
  const one =
    (await settleTroubled(trx, teamId, id, 'unknown', AGAIN)) ??
    (await settleTroubled(trx, teamId, id, 'failed', AGAIN));
  if (one) await sendThreadAgain(trx, teamId, one);
  return one !== undefined;
}

/**
 * The replies that failed for want of it go with it; a reply brings back what it belongs under, or stands by itself
 * where that can't come any more.
 */
async function sendThreadAgain(trx: Trx, teamId: string, { key, parent_key }: Settled): Promise<void> {
  const again = trx
    .updateTable('outgoing')
    .set(AGAIN)
    .where('team_id', '=', teamId)
    .where('state', '=', 'failed')
    .returning('key');
  await again.where('parent_key', '=', key).where('error', '=', 'no_thread').execute();
  if (parent_key === null || (await again.where('key', '=', parent_key).executeTakeFirst())) return;
  await trx
    .updateTable('outgoing')
    .set({ parent_key: null })
    .where('team_id', '=', teamId)
    .where('key', '=', key)
    .where('parent_key', 'not in', (eb) =>
      eb
        .selectFrom('outgoing as p')
        .select('p.key')
        .where('p.team_id', '=', teamId)
        .where('p.key', '=', parent_key)
        .where(({ or, eb: is }) =>
          or([is('p.ts', 'is not', null), is('p.state', 'in', ['waiting', 'leased', 'sending', 'unknown'])]),
        ),
    )
    .execute();
}

type Settled = Pick<Selectable<Tables['outgoing']>, 'key' | 'parent_key'>;

async function settleTroubled(
  trx: Trx,
  teamId: string,
  id: string,
  state: TroubledMessage['state'],
  change: UpdateObject<Tables, 'outgoing'>,
): Promise<Settled | undefined> {
  const [seq, troubles] = id.split('-');
  return trx
    .updateTable('outgoing')
    .set(change)
    .where('team_id', '=', teamId)
    .where('seq', '=', Number(seq))
    .where('troubles', '=', Number(troubles))
    .where('state', '=', state)
    .returning(['key', 'parent_key'])
    .executeTakeFirst();
}

/** Places that Slack lets nothing through to: not invited, archived, gone. */
export async function listHeldUp(db: Db, teamId: string): Promise<HeldUp[]> {
  return db
    .selectFrom('outgoing')
    .select(({ fn }) => ['target', fn.max<string>('error').as('error'), fn.countAll<number>().as('messages')])
    .where('team_id', '=', teamId)
    .where('state', 'in', ['waiting', 'leased', 'sending'])
    .where('error', 'in', [...PLACE])
    .where('kind', 'not in', OWN)
    .groupBy('target')
    .orderBy('target')
    .execute();
}

/** Is this what a message to somebody who left fails with? */
export function isUnreachable({ error }: Pick<TroubledMessage, 'error'>): boolean {
  return PERSON.some((word) => word === error);
}

/** For the query around it: is nothing known of where this message stands, though it may have been posted? */
export function isAdrift(teamId: string, key: string): RawBuilder<boolean> {
  return sql<boolean>`exists (select 1 from outgoing
    where team_id = ${teamId} and key = ${key} and ts is null and state in ('unknown', 'sent'))`;
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
    .where('ts', 'is', null)
    .where('state', 'in', ['unknown', 'sent'])
    .execute();
}

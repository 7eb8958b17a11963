import { sql, type UpdateObject } from 'kysely';
import { actOnce } from '../db/audit.ts';
import type { Db, Trx } from '../db/open.ts';
import type { Tables } from '../db/tables.ts';
import type { OnUnreachable, Unanswered } from '../slack/renderer.ts';
import { makeDue } from './agenda.ts';
import { enqueueView } from './enqueue.ts';
import { closePlace, freePlace, holdMethods, holdPlace } from './holds.ts';
import type { Verdict } from './judge.ts';
import { type LeasedRow, methodOf, settle } from './lease.ts';
import { isFirstRefused } from './left-workspaces.ts';
import { repairViews } from './refresh.ts';
import { isPerson } from './refusals.ts';
import { settleOrphans } from './stranded.ts';

/** What the queue, which knows no roles and no rooms, is handed for what goes wrong. */
export interface TroubleHooks {
  /** Shows those who look after the workspace what can't be sent. */
  tellTrouble(trx: Trx, teamId: string): Promise<void>;
  /** Tells whoever runs the desk that Slack lets nothing through to a whole workspace. */
  tellRefused(teamId: string, reason: string): void;
  /** Nobody is written to there until Slack is asked about the person again. */
  markUnreachable(trx: Trx, teamId: string, userId: string): Promise<void>;
  /** By the kind of message. */
  onUnreachable: Readonly<Record<string, OnUnreachable>>;
}

export interface Aftermath extends TroubleHooks {
  now: Temporal.Instant;
  wallNow: Temporal.Instant;
}

const ALL_METHODS = ['chat.postMessage', 'chat.update', 'views.publish'];

/** Writes down what became of a failed call, and lets those know who can do something about it: one transaction. */
export async function settleFailure(
  db: Db,
  row: LeasedRow,
  verdict: Verdict,
  aftermath: Aftermath,
): Promise<void> {
  const { trouble, state, reason } = verdict;
  const isStop = await actOnce(db, async (trx) => {
    if (!(await settle(trx, row, changeFor(row, verdict, aftermath.now)))) return false;
    await bear(trx, row, verdict, aftermath);
    if (state === 'failed') await settleOrphans(trx, row.team_id, aftermath.now);
    // What is only tried again changes nothing for anybody.
    if (state !== 'waiting' || trouble === 'deleted') await makeDue(trx, row.team_id);
    if (isNews(row, verdict)) await aftermath.tellTrouble(trx, row.team_id);
    return (
      trouble === 'workspace' && row.error !== reason && isFirstRefused(trx, row.team_id, row.key, reason)
    );
  });
  if (isStop === true) aftermath.tellRefused(row.team_id, reason);
}

/** A place takes messages again, or may: what waits for it goes at once, and nobody is told to mend it any more. */
export async function openPlace(
  db: Db,
  { teamId, target }: { teamId: string; target: string },
  { tellTrouble }: Pick<TroubleHooks, 'tellTrouble'>,
): Promise<void> {
  await actOnce(db, async (trx) => {
    await freePlace(trx, teamId, target);
    await tellTrouble(trx, teamId);
  });
}

type RowChange = UpdateObject<Tables, 'outgoing'>;

const DELETED_TWICE = 'deleted_twice';

function changeFor(
  row: LeasedRow,
  { trouble, state, reason, nextAt }: Verdict,
  now: Temporal.Instant,
): RowChange {
  if (trouble === 'deleted') return changeForDeleted(row, now);
  // A Home has nobody else to be shown to.
  if (trouble === 'person' && row.kind === 'home') return { state: 'dropped', error: reason };
  if (state !== 'waiting') return troubled(row, state, reason, now);
  return {
    ...{ state, error: reason, ...(nextAt ? { next_at: nextAt } : {}) },
    // That Slack limits us says nothing about this message.
    ...(trouble === 'limited' ? { attempts: row.attempts - 1, error: row.error } : {}),
    ...(trouble === 'place' ? { troubled_at: row.troubled_at ?? now } : {}),
  };
}

/** Somebody deleted it, and the data still want it shown: it is posted again, once; then it is left alone. */
function changeForDeleted(row: LeasedRow, now: Temporal.Instant): RowChange {
  if (row.error === DELETED_TWICE) return { state: 'dropped', error: DELETED_TWICE };
  if (row.reposts > 0 || row.shape === 'notice') return troubled(row, 'failed', DELETED_TWICE, now);
  return {
    ...{ state: 'waiting', ts: null, channel_id: null, content_hash: null, reposts: row.reposts + 1 },
    ...{ attempts: 0, error: null, next_at: sql<Temporal.Instant>`'epoch'` },
  };
}

function troubled(
  row: LeasedRow,
  state: 'unknown' | 'failed',
  error: string,
  now: Temporal.Instant,
): RowChange {
  return { state, error, troubles: row.troubles + 1, troubled_at: now };
}

/** What the failure of one message means for the others. */
async function bear(
  trx: Trx,
  row: LeasedRow,
  { trouble, reason, nextAt }: Verdict,
  { wallNow, markUnreachable, onUnreachable }: Aftermath,
): Promise<void> {
  const { team_id: teamId, key, kind, target, ref } = row;
  const until = nextAt ?? wallNow;
  const held = { until, wallNow };
  if (trouble === 'limited') await holdMethods(trx, teamId, [methodOf(row)], held);
  if (trouble === 'workspace') await holdMethods(trx, teamId, ALL_METHODS, held);
  if (trouble === 'place') await holdPlace(trx, { teamId, target, except: key, reason, until, wallNow });
  if (trouble === 'place' && !isPerson(target)) await closePlace(trx, { teamId, target, reason, wallNow });
  if (trouble === 'thread' && row.parent_key)
    await repairViews(trx, teamId, [row.parent_key], {
      ...{ from: wallNow, everySeconds: 0, unprompted: row.unprompted },
    });
  if (trouble !== 'person') return;
  await markUnreachable(trx, teamId, target);
  // Asked for again though the person is still gone: whoever stands in was asked the first time.
  if (row.error !== reason) await onUnreachable[kind]?.(trx, { teamId, key, kind, target, ref });
}

/**
 * Asks these people the same under the same number, so that whoever was asked with them is not asked twice; nor is
 * anybody who has been asked anew since.
 */
export async function askInstead(
  trx: Trx,
  { teamId, key, kind, target: gone, ref }: Unanswered,
  targets: readonly string[],
): Promise<void> {
  const [about = ''] = key.split(gone);
  const later = await trx
    .selectFrom('outgoing')
    .select('target')
    .where('team_id', '=', teamId)
    .where(sql<boolean>`key ^@ ${about}`)
    .where('seq', '>', ({ selectFrom }) =>
      selectFrom('outgoing as o').select('o.seq').where('o.team_id', '=', teamId).where('o.key', '=', key),
    )
    .execute();
  const others = targets.filter((one) => !later.some(({ target }) => target === one));
  const keyFor = (target: string) => key.replace(gone, target);
  await enqueueView(trx, ...others.map((target) => ({ teamId, key: keyFor(target), kind, target, ref })));
}

/** A trouble that lasts is told once. */
function isNews(row: LeasedRow, { trouble, state, reason }: Verdict): boolean {
  if (row.kind === 'home' || row.error === DELETED_TWICE) return false;
  if (trouble === 'deleted') return row.reposts > 0 || row.shape === 'notice';
  return state !== 'waiting' || (trouble === 'place' && row.error !== reason);
}

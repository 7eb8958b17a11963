import type { Selectable } from 'kysely';
import type { Trx } from '../db/open.ts';
import type { Tables } from '../db/tables.ts';
import type { Claim, ClaimState } from './claim.ts';

export interface Move {
  teamId: string;
  id: string;
  from: readonly ClaimState[];
  to: ClaimState;
  reason?: string | undefined;
  now: Temporal.Instant;
}

/** One guarded statement: of two decisions at one moment one wins; undefined for the other. Ending frees the slot. */
export async function moveClaim(
  trx: Trx,
  { teamId, id, from, to, reason, now }: Move,
): Promise<Claim | undefined> {
  const row = await trx
    .updateTable('claim')
    .set({ state: to, ...changeFor(to, now), ...(reason ? { reason } : {}) })
    .where('team_id', '=', teamId)
    .where('id', '=', id)
    .where('state', 'in', [...from])
    .returningAll()
    .executeTakeFirst();
  if (!row) return undefined;
  const claim = claimOf(row);
  if (claim.endedAt) await freeSlots(trx, teamId, claim.demandId, [claim]);
  return claim;
}

/** The claim as it is, if it is in one of these states; locked until the end of the transaction. */
export async function claimNow(
  trx: Trx,
  teamId: string,
  id: string,
  states: readonly ClaimState[],
): Promise<Claim | undefined> {
  const row = await trx
    .selectFrom('claim')
    .selectAll()
    .where('team_id', '=', teamId)
    .where('id', '=', id)
    .where('state', 'in', [...states])
    .forUpdate()
    .executeTakeFirst();
  return row && claimOf(row);
}

function changeFor(to: ClaimState, now: Temporal.Instant) {
  if (to === 'host_pending') return { consented_at: now };
  if (to === 'confirmed') return { confirmed_at: now };
  return { ended_at: now, live_no: null };
}

export interface Cancellation {
  teamId: string;
  /** The need. */
  id: string;
  reason: string;
  now: Temporal.Instant;
}

/** Ends what is live of a need that is cancelled, and frees its slots; the caller holds the need's row. */
export async function endClaims(
  trx: Trx,
  { teamId, id: demandId, reason, now }: Cancellation,
): Promise<Claim[]> {
  const rows = await trx
    .updateTable('claim')
    .set({ state: 'cancelled', reason, ended_at: now, live_no: null })
    .where('team_id', '=', teamId)
    .where('demand_id', '=', demandId)
    .where('ended_at', 'is', null)
    .returningAll()
    .execute();
  const claims = rows.map(claimOf);
  await freeSlots(trx, teamId, demandId, claims);
  return claims;
}

async function freeSlots(trx: Trx, teamId: string, demandId: string, claims: Claim[]): Promise<void> {
  if (claims.length === 0) return;
  await trx
    .updateTable('slot')
    .set({ expert_id: null, claim_id: null })
    .where('team_id', '=', teamId)
    .where('demand_id', '=', demandId)
    .where(
      'claim_id',
      'in',
      claims.map(({ id }) => id),
    )
    .execute();
}

/** 'published' or on the way there → 'cancelled'; false when it was decided before. Locks the need against claims. */
export async function markCancelled(trx: Trx, { teamId, id, reason, now }: Cancellation): Promise<boolean> {
  const row = await trx
    .updateTable('demand')
    .set({ state: 'cancelled', reason, changed_at: now })
    .where('team_id', '=', teamId)
    .where('id', '=', id)
    .where('state', 'in', ['submitted', 'returned', 'bureau_review', 'published'])
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
}

export type ClaimRow = Selectable<Tables['claim']>;

export function claimOf(row: ClaimRow): Claim {
  return {
    id: row.id,
    number: row.number,
    demandId: row.demand_id,
    expertId: row.expert_id,
    slotNo: row.slot_no,
    state: row.state,
    reason: row.reason ?? undefined,
    claimedAt: row.claimed_at,
    consentedAt: row.consented_at ?? undefined,
    confirmedAt: row.confirmed_at ?? undefined,
    endedAt: row.ended_at ?? undefined,
  };
}

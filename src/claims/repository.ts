import { randomUUID } from 'node:crypto';
import { type Selectable, sql } from 'kysely';
import type { Db, Trx } from '../db/open.ts';
import type { Tables } from '../db/tables.ts';
import type { Claim, ClaimState } from './claim.ts';
import type { Consent } from './consent.ts';

export interface Seat {
  teamId: string;
  demandId: string;
  expertId: string;
  claimId: string;
  number: string;
  state: 'home_unit_pending' | 'host_pending' | 'confirmed';
  /** Covered by a blanket consent. */
  consented: boolean;
  now: Temporal.Instant;
  today: Temporal.PlainDate;
}

/**
 * One statement: a free slot of an open need, and the lowest free of the expert's 1..max_active_claims. So two
 * experts can't hold one slot, nor one expert more than the limit, however many click at once. The need is locked
 * against being cancelled meanwhile, and before the slot, as `cancelDemand` takes them in that order.
 *
 * @param wait also for slots that another transaction is just taking; it may yet give them back.
 * @throws a unique violation: `claim_over_the_limit` when another click took the same live number (try again),
 * `claim_one_live_per_demand` or `slot_one_per_expert` when the expert has a slot of this need already.
 */
export async function takeSlot(trx: Trx, seat: Seat, wait: boolean): Promise<Claim | undefined> {
  const { teamId, demandId, expertId, claimId, number, state, now, today } = seat;
  const consentedAt = seat.consented ? now : null;
  const confirmedAt = state === 'confirmed' ? now : null;
  const { rows } = await sql<ClaimRow>`
    with chair as (
      select min(n) as live_no
      from expert e, generate_series(1, e.max_active_claims) n
      where e.team_id = ${teamId} and e.id = ${expertId} and e.state = 'verified'
        and not exists (
          select 1 from claim c where c.team_id = e.team_id and c.expert_id = e.id and c.live_no = n
        )
    ), free as (
      select s.no, chair.live_no
      from chair, slot s join demand d on d.team_id = s.team_id and d.id = s.demand_id
      where chair.live_no is not null
        and s.team_id = ${teamId} and s.demand_id = ${demandId} and s.expert_id is null
        and d.state = 'published' and coalesce(d.claim_deadline, d.service_end, 'infinity') >= ${today}::date
      order by s.no
      limit 1
      for share of d for update of s ${wait ? sql`` : sql`skip locked`}
    ), seated as (
      insert into claim (team_id, id, number, demand_id, expert_id, slot_no, state, live_no,
        claimed_at, consented_at, confirmed_at)
      select ${teamId}, ${claimId}, ${number}, ${demandId}, ${expertId}, no, ${state}, live_no,
        ${now}::timestamptz, ${consentedAt}::timestamptz, ${confirmedAt}::timestamptz
      from free
      returning *
    ), taken as (
      update slot set expert_id = ${expertId}, claim_id = ${claimId}
      from seated
      where slot.team_id = ${teamId} and slot.demand_id = ${demandId} and slot.no = seated.slot_no
    )
    select * from seated`.execute(trx);
  return rows[0] && claimOf(rows[0]);
}

/** Claims whose service is over no longer count against the limit; waiting does not either, but a seat does. */
export async function giveBackLiveNumbers(
  trx: Trx,
  { teamId, expertId, today }: Pick<Seat, 'teamId' | 'expertId' | 'today'>,
): Promise<void> {
  await sql`
    update claim set live_no = null
    from demand d
    where claim.team_id = ${teamId} and claim.expert_id = ${expertId} and claim.live_no is not null
      and d.team_id = claim.team_id and d.id = claim.demand_id and d.service_end < ${today}::date`.execute(
    trx,
  );
}

/** One guarded statement: of two decisions at one moment one wins; undefined for the other. Ending frees the slot. */
export async function moveClaim(
  trx: Trx,
  {
    teamId,
    id,
    from,
    to,
    reason,
    now,
  }: {
    teamId: string;
    id: string;
    from: readonly ClaimState[];
    to: ClaimState;
    reason?: string;
    now: Temporal.Instant;
  },
): Promise<Claim | undefined> {
  const row = await trx
    .updateTable('claim')
    .set({ state: to, ...changeFor(to, now), ...(reason ? { reason } : {}) })
    .where('team_id', '=', teamId)
    .where('id', '=', id)
    .where('state', 'in', [...from])
    .returningAll()
    .executeTakeFirst();
  if (row?.ended_at) await freeSlots(trx, teamId, row.demand_id, [row.id]);
  return row && claimOf(row);
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

/** Ends what is live of a need that is cancelled, and frees its slots; the caller holds the need's row. */
export async function endClaims(
  trx: Trx,
  {
    teamId,
    demandId,
    reason,
    now,
  }: { teamId: string; demandId: string; reason: string; now: Temporal.Instant },
): Promise<Claim[]> {
  const rows = await trx
    .updateTable('claim')
    .set({ state: 'cancelled', reason, ended_at: now, live_no: null })
    .where('team_id', '=', teamId)
    .where('demand_id', '=', demandId)
    .where('ended_at', 'is', null)
    .returningAll()
    .execute();
  await freeSlots(
    trx,
    teamId,
    demandId,
    rows.map(({ id }) => id),
  );
  return rows.map(claimOf);
}

async function freeSlots(trx: Trx, teamId: string, demandId: string, claimIds: string[]): Promise<void> {
  if (claimIds.length === 0) return;
  await trx
    .updateTable('slot')
    .set({ expert_id: null, claim_id: null })
    .where('team_id', '=', teamId)
    .where('demand_id', '=', demandId)
    .where('claim_id', 'in', claimIds)
    .execute();
}

/** 'published' or on the way there → 'cancelled'; false when it was decided before. Locks the need against claims. */
export async function markCancelled(
  trx: Trx,
  { teamId, id, reason, now }: { teamId: string; id: string; reason: string; now: Temporal.Instant },
): Promise<boolean> {
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

export interface Given {
  teamId: string;
  claim: Pick<Claim, 'id' | 'expertId'>;
  by: string;
  onBehalf: boolean;
  now: Temporal.Instant;
}

/** Keeps the home unit's yes; paper takes the place of a telephone call. False when there is a consent already. */
export async function keepConsent(
  trx: Trx,
  { teamId, claim, by, onBehalf, now }: Given,
  { kind, documentNo, date, until = null }: Omit<Consent, 'until'> & { until?: string | null | undefined },
): Promise<boolean> {
  const said = {
    kind,
    document_no: documentNo,
    date,
    until,
    given_by: by,
    on_behalf: onBehalf,
    recorded_at: now,
  };
  const row = await trx
    .insertInto('consent')
    .values({ ...said, team_id: teamId, id: randomUUID(), expert_id: claim.expertId, claim_id: claim.id })
    .onConflict((oc) =>
      oc.constraint('consent_one_per_claim').doUpdateSet(said).where('consent.kind', '=', 'phone'),
    )
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
}

export async function findConsent(db: Db, teamId: string, claimId: string): Promise<Consent | undefined> {
  const row = await db
    .selectFrom('consent')
    .selectAll()
    .where('team_id', '=', teamId)
    .where('claim_id', '=', claimId)
    .executeTakeFirst();
  return row && consentOf(row);
}

/**
 * The consent for a term that covers a service up to this day. Given before the registration was verified anew it
 * covers nothing: the new employer has not said yes.
 */
export async function findBlanketConsent(
  db: Db,
  teamId: string,
  expertId: string,
  upTo: string,
): Promise<(Consent & { by: string; onBehalf: boolean }) | undefined> {
  const row = await db
    .selectFrom('consent')
    .innerJoin('expert', (join) =>
      join.onRef('expert.team_id', '=', 'consent.team_id').onRef('expert.id', '=', 'consent.expert_id'),
    )
    .selectAll('consent')
    .where('consent.team_id', '=', teamId)
    .where('consent.expert_id', '=', expertId)
    .where('consent.kind', '=', 'blanket')
    .where('consent.until', '>=', upTo)
    .whereRef('consent.recorded_at', '>=', 'expert.verified_at')
    .orderBy('consent.until', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row && { ...consentOf(row), by: row.given_by, onBehalf: row.on_behalf };
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

function consentOf({ kind, document_no, date, until }: Selectable<Tables['consent']>): Consent {
  return { kind, documentNo: document_no, date, until: until ?? undefined };
}

type ClaimRow = Selectable<Tables['claim']>;

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

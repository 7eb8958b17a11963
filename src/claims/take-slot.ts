import { sql } from 'kysely';
import type { Trx } from '../db/open.ts';
import type { Claim } from './claim.ts';
import { type ClaimRow, claimOf } from './claim-sql.ts';

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

/** Claims whose service is over no longer count against the limit. */
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

import { type RawBuilder, type SqlBool, sql } from 'kysely';
import { type Act, actAtOnce } from '../db/audit.ts';
import type { Db } from '../db/open.ts';
import { recordAndSay, type Said } from '../outbox/act-sql.ts';
import { blanketHolds, holdBlanket } from './blanket-sql.ts';
import { suits } from './blocked-sql.ts';
import type { Claim } from './claim.ts';
import { consentRow, type Given } from './consent-sql.ts';

export interface Seat {
  teamId: string;
  demandId: string;
  expertId: string;
  today: Temporal.PlainDate;
}

/** Which slot, and when. */
interface Search {
  /** By which the need takes claims. */
  lastDay: RawBuilder<unknown>;
  order: RawBuilder<unknown>;
  /** For a slot that another click is just taking, or not. */
  waiting: RawBuilder<unknown>;
  /** What else must hold of the need `d`. */
  besides: RawBuilder<unknown>;
}

/**
 * The parts of a statement that find a free slot of an open need, and the lowest free of the expert's
 * 1..max_active_claims (part `free`, with `no` and `live_no`). So two experts can't hold one slot, nor one expert more
 * than the limit, however many click at once. Claims whose service is over no longer count, and give their number back
 * first. The expert is held against being merged, and the need against being cancelled meanwhile, and before the slot, as whoever cancels takes them in that
 * order; others who claim lock it as well.
 */
function findFree(
  { teamId, demandId, expertId, today }: Seat,
  { lastDay, order, waiting, besides }: Search,
): RawBuilder<unknown> {
  return sql`given_back as (
      update claim set live_no = null
      from demand d
      where claim.team_id = ${teamId} and claim.expert_id = ${expertId} and claim.live_no is not null
        and d.team_id = claim.team_id and d.id = claim.demand_id and d.service_end < ${today}::date
      returning claim.id
    ), holder as (
      select e.max_active_claims from expert e
      where e.team_id = ${teamId} and e.id = ${expertId} and e.state = 'verified'
      for key share
    ), chair as (
      select min(n) as live_no
      from holder, generate_series(1, holder.max_active_claims) n
      where not exists (
          select 1 from claim c where c.team_id = ${teamId} and c.expert_id = ${expertId} and c.live_no = n
            and c.id not in (select id from given_back)
        )
    ), free as (
      select s.no, chair.live_no, d.year
      from chair, slot s join demand d on d.team_id = s.team_id and d.id = s.demand_id
      where chair.live_no is not null
        and s.team_id = ${teamId} and s.demand_id = ${demandId} and s.expert_id is null
        and d.state = 'published' and coalesce(${lastDay}, 'infinity') >= ${today}::date ${besides}
      order by ${order}
      limit 1
      for share of d for update of s ${waiting}
    )`;
}

/** The part that gives the slot to the claim of the part `seated`. */
function takeFree({ teamId, demandId, expertId }: Seat): RawBuilder<unknown> {
  return sql`taken as (
      update slot set expert_id = ${expertId}, claim_id = seated.id
      from seated
      where slot.team_id = ${teamId} and slot.demand_id = ${demandId} and slot.no = seated.slot_no
    )`;
}

export interface NewClaim extends Seat {
  id: string;
  number: string;
  state: 'home_unit_pending' | 'host_pending' | 'confirmed';
  /** The home unit's consent for a term, if it covers this need. */
  blanket: Given | undefined;
  /** The date that the expert read: a slot of another is taken by nobody who has not seen it. */
  movedAt: Temporal.Instant | undefined;
  /** For which of two employers; undefined where there is one. */
  employerId: string | undefined;
  /** The assistant who does it in the expert's name. */
  assistant: string | undefined;
}

/**
 * A claim as one statement: slot, claim, consent, audit row, all that is to be sent, and the mark. Nobody passes by a yes in advance that was ended meanwhile, nor on days that don't suit.
 *
 * @param wait also for slots that another click is just taking; it may yet give them back.
 * @throws a unique violation: `claim_over_the_limit` when another click took the same live number (try again),
 * `claim_one_live_per_demand` or `slot_one_per_expert` when the expert has a slot of this need already.
 */
export async function takeSlot(
  db: Db,
  seat: NewClaim,
  act: Act,
  said: Said,
  wait: boolean,
): Promise<Claim | 'repeated' | undefined> {
  const { teamId, demandId, expertId, id, number, state, blanket, employerId, assistant } = seat;
  const { now } = act;
  const lastDay = sql`case when d.moved_at is not distinct from ${seat.movedAt}::timestamptz
    then coalesce(d.claim_deadline, d.service_end) else '-infinity' end`;
  const [consentedAt, confirmedAt] = [blanket && now, state === 'confirmed' ? now : undefined];
  const parts = sql`
    with ${holdBlanket(teamId, blanket)}, ${findFree(seat, {
      lastDay,
      order: sql`s.no`,
      waiting: wait ? sql`` : sql`skip locked`,
      besides: sql`and ${blanketHolds(blanket)} and ${suits(expertId)}`,
    })},
    seated as (
      insert into claim (team_id, id, number, demand_id, year, expert_id, slot_no, state, live_no,
        claimed_at, consented_at, confirmed_at, employer_id, assistant)
      select ${teamId}, ${id}, ${number}, ${demandId}, year, ${expertId}, no, ${state}, live_no,
        ${now}::timestamptz, ${consentedAt}::timestamptz, ${confirmedAt}::timestamptz, ${employerId}, ${assistant}
      from free
      returning id, expert_id, slot_no
    ), ${takeFree(seat)},
    kept as (
      ${consentRow(sql`seated`, teamId, blanket, now)}
    ), done as (
      select id from seated
    ), ${recordAndSay(act, said)}
    select slot_no as "slotNo" from seated`;
  return actAtOnce(async () => {
    const { rows } = await (wait
      ? sql<{ slotNo: number }>`/* name: take_slot_waiting */ ${parts}`
      : sql<{ slotNo: number }>`/* name: take_slot */ ${parts}`
    ).execute(db);
    const slotNo = rows[0]?.slotNo;
    if (slotNo === undefined) return undefined;
    const unended = {
      reason: undefined,
      objection: undefined,
      endedAt: undefined,
      movedAt: undefined,
      keptAt: undefined,
    };
    return {
      id,
      number,
      demandId,
      expertId,
      slotNo,
      state,
      claimedAt: now,
      consentedAt,
      confirmedAt,
      ...unended,
    };
  });
}

/**
 * An ended claim → where it stood, on its slot or another free one: the same rules, but that a deadline which went
 * by meanwhile doesn't matter. Waits for whoever is just taking the slot. False when nothing is free.
 *
 * @param condition what else must hold.
 * @throws a unique violation when another click took the same live number at this moment.
 */
export async function restoreSlot(
  db: Db,
  seat: Seat,
  { id, slotNo, state }: Claim,
  condition: RawBuilder<SqlBool>,
): Promise<boolean> {
  const { teamId, demandId, expertId } = seat;
  const { rows } = await sql<{ id: string }>`
    with ${findFree(seat, {
      lastDay: state === 'withdrawn' || state === 'recalled' ? sql`d.service_end` : sql`null::date`,
      order: sql`s.no <> ${slotNo}, s.no`,
      waiting: sql``,
      besides: sql``,
    })},
    seated as (
      update claim set ended_at = null, reason = case when state = 'no_show' then reason end,
        live_no = free.live_no, slot_no = free.no,
        state = case
          when state = 'no_show' then case when objection is null then 'no_show_reported' else 'no_show_objected' end
          when moved_at is not null and kept_at is null then 'expert_pending'
          when confirmed_at is not null and (consented_at is not null or moved_at is null) then 'confirmed'
          when consented_at is not null then 'host_pending' else 'home_unit_pending' end
      from free
      where claim.team_id = ${teamId} and claim.id = ${id} and claim.state = ${state} and ${condition}
        and not exists (
          select 1 from claim c where c.team_id = ${teamId} and c.demand_id = ${demandId}
            and c.expert_id = ${expertId} and c.ended_at is null
        )
      returning claim.id, claim.slot_no
    ), ${takeFree(seat)}
    select id from seated`.execute(db);
  return rows.length > 0;
}

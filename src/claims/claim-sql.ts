import { type Selectable, sql } from 'kysely';
import { type Act, actAtOnce } from '../db/audit.ts';
import type { Db, Trx } from '../db/open.ts';
import type { Tables } from '../db/tables.ts';
import { recordAndSay, type Said } from '../outbox/act-sql.ts';
import { blanketWith } from './blanket-sql.ts';
import { type Claim, type ClaimState, isSaidAbsent } from './claim.ts';
import { consentRow, type Given } from './consent-sql.ts';

/** What becomes of a claim; whether it ended, and when it was consented to or confirmed, follows from where it goes. */
export interface Move {
  id: string;
  /** As it was read: of two decisions at one moment one finds it moved. */
  from: ClaimState;
  to: ClaimState;
  /** The date that was read; where it has moved meanwhile, it was another that was decided about. */
  movedAt: Temporal.Instant | undefined;
  /** And the home unit's yes, on which it depends who is asked next. */
  consentedAt: Temporal.Instant | undefined;
  reason?: string | undefined;
  objection?: string | undefined;
  /** It moves only while no report speaks of the expert. */
  unreported?: boolean | undefined;
  /** Kept with it; where there is a consent already, nothing happens. */
  given?: Given | undefined;
}

/**
 * A decision about a claim as one statement: the claim moves, an ended one frees its slot, the act is recorded, and
 * those concerned are told. Returns the act's id in the audit trail; undefined when the claim isn't there any more.
 */
export async function moveClaim(
  db: Db,
  { id, from, to, movedAt, consentedAt: readConsent, reason, objection, unreported = false, given }: Move,
  act: Act,
  said: Said,
): Promise<number | 'repeated' | undefined> {
  const { teamId, now } = act;
  const { consentedAt, confirmedAt, endedAt, keptAt } = timesOf(from, to, now);
  const agreed = given && from === 'expert_pending' ? now : consentedAt;
  return actAtOnce(async () => {
    const { rows } = await sql<{ id: number }>`/* name: move_claim */
      with moved as (
        update claim set state = ${to}, reason = coalesce(${reason}, reason),
          objection = case when ${to} = 'no_show_reported' then null else coalesce(${objection}, objection) end,
          consented_at = coalesce(${agreed}::timestamptz, consented_at),
          confirmed_at = coalesce(confirmed_at, ${confirmedAt}::timestamptz),
          kept_at = coalesce(${keptAt}::timestamptz, kept_at),
          ended_at = ${endedAt}::timestamptz,
          live_no = case when ${endedAt}::timestamptz is null then live_no end
        where team_id = ${teamId} and id = ${id} and state = ${from}
          and moved_at is not distinct from ${movedAt}::timestamptz
          and consented_at is not distinct from ${readConsent}::timestamptz
          and not (${unreported}::boolean and reported)
        returning id, demand_id, expert_id, ended_at
      ), freed as (
        update slot set expert_id = null, claim_id = null from moved
        where slot.team_id = ${teamId} and slot.demand_id = moved.demand_id and slot.claim_id = moved.id
          and moved.ended_at is not null
      ), kept as (
        ${consentRow(sql`moved`, teamId, given, now)}
      ), ${blanketWith(sql`kept`, teamId, given, now)}, done as (
        select id from moved where ${given === undefined}::boolean or id in (select claim_id from kept)
      ), ${recordAndSay(act, said)}
      select id from act`.execute(db);
    return rows[0]?.id;
  }, db.isTransaction);
}

type Stamps = Pick<Claim, 'consentedAt' | 'confirmedAt' | 'endedAt' | 'keptAt'>;

function timesOf(from: ClaimState, to: ClaimState, now: Temporal.Instant): Stamps {
  const none: Stamps = {
    consentedAt: undefined,
    confirmedAt: undefined,
    endedAt: undefined,
    keptAt: undefined,
  };
  if (from === to) return none;
  const times = from === 'expert_pending' ? { ...none, keptAt: now } : none;
  switch (to) {
    case 'expert_pending':
    case 'home_unit_pending':
      return times;
    case 'host_pending':
      return { ...times, consentedAt: now };
    case 'no_show_reported':
    case 'no_show_objected':
      return times;
    case 'confirmed':
      // Who was said not to have come was confirmed before.
      if (isSaidAbsent({ state: from })) return none;
      return from === 'host_pending'
        ? { ...times, confirmedAt: now }
        : { ...times, consentedAt: now, confirmedAt: now };
    case 'home_unit_declined':
    case 'host_declined':
    case 'withdrawn':
    case 'cancelled':
    case 'expired':
    case 'no_show':
    case 'recalled':
    case 'report_waived':
      return { ...none, endedAt: now };
  }
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

export type ClaimRow = Selectable<Tables['claim']>;

/** A row that another query brings along: `to_jsonb(claim)`. */
export type ClaimJson = Omit<ClaimRow, Times> & Record<Times, string | null> & { assistant_name?: string };
type Times =
  | 'claimed_at'
  | 'consented_at'
  | 'confirmed_at'
  | 'ended_at'
  | 'moved_at'
  | 'kept_at'
  | 'other_date_at';

export function claimOfJson(row: ClaimJson): Claim {
  const momentOf = (text: string | null) => (text === null ? null : Temporal.Instant.from(text));
  return claimOf({
    ...row,
    claimed_at: Temporal.Instant.from(row.claimed_at ?? ''),
    consented_at: momentOf(row.consented_at),
    confirmed_at: momentOf(row.confirmed_at),
    ended_at: momentOf(row.ended_at),
    moved_at: momentOf(row.moved_at),
    kept_at: momentOf(row.kept_at),
    other_date_at: momentOf(row.other_date_at),
  });
}

export function claimOf(row: ClaimRow & { assistant_name?: string }): Claim {
  return {
    id: row.id,
    number: row.number,
    demandId: row.demand_id,
    expertId: row.expert_id,
    slotNo: row.slot_no,
    state: row.state,
    reason: row.reason ?? undefined,
    objection: row.objection ?? undefined,
    claimedAt: row.claimed_at,
    consentedAt: row.consented_at ?? undefined,
    confirmedAt: row.confirmed_at ?? undefined,
    endedAt: row.ended_at ?? undefined,
    movedAt: row.moved_at ?? undefined,
    keptAt: row.kept_at ?? undefined,
    throughAssistant: row.assistant_name,
    otherDate: row.other_date_at ? { text: row.other_date ?? '', at: row.other_date_at } : undefined,
  };
}

import { randomUUID } from 'node:crypto';
import { type How, hasActed } from '../db/audit.ts';
import { type Db, isUniqueViolation } from '../db/open.ts';
import { type Demand, isAnotherDate, isPublic, isReduced } from '../demands/demand.ts';
import { findDemand } from '../demands/repository.ts';
import { cardKey } from '../demands/tell.ts';
import { isAssistant } from '../directory/acts-for.ts';
import type { Expert } from '../directory/expert.ts';
import { findExpert } from '../directory/repository.ts';
import { type Programme, today as todayIn } from '../programme/programme.ts';
import { takeNumber } from '../programme/repository.ts';
import { findBlanketFor } from './blanket-sql.ts';
import type { BlockedDates } from './blocked.ts';
import { listBlocked } from './blocked-sql.ts';
import type { Press } from './case-sql.ts';
import type { Given } from './consent-sql.ts';
import { countLiveClaims, findLastTaker, findLiveClaim } from './file-sql.ts';
import {
  type ClaimOutcome,
  type ClaimRefusal,
  refuseDemand,
  refuseExpert,
  tookItJustNow,
} from './outcome.ts';
import { type NewClaim, takeSlot } from './take-slot.ts';
import { marksOf, newsOf, noteOf, requestsOf } from './tell.ts';

export interface ClaimAsk extends Pick<Press, 'expert' | 'blanket' | 'blocked' | 'around'> {
  programme: Programme;
  demand: Demand;
  /** Which of the expert's two employers was chosen. */
  employerId?: string | undefined;
  userId: string;
  /** Whose click it is by right, where somebody else makes it; and why they do. */
  onBehalfOf?: string | undefined;
  how?: How | undefined;
  reason?: string;
  now: Temporal.Instant;
  cause: string;
}

type SeatAsk = ClaimAsk & { expert: Expert; today: Temporal.PlainDate };

/** More clicks of one expert at one moment than this can't come from a hand. */
const ATTEMPTS = 20;

/**
 * Takes a free slot of the need for the expert, and asks whoever is next in turn. However many click at once, a slot
 * has one expert and an expert keeps to the limit: the constraints decide, see `takeSlot`.
 */
export async function claimSlot(db: Db, ask: ClaimAsk): Promise<ClaimOutcome> {
  const { expert, demand, programme, now } = ask;
  if (!expert) return { kind: 'not_registered' };
  let seatAsk: SeatAsk = { ...ask, expert, today: todayIn(programme, now) };
  const early =
    refuseExpert(expert, programme) ?? refuseDemand(demand, seatAsk.today) ?? refuseDates(ask.blocked);
  if (early) return explain(db, seatAsk, early);
  if (isUndecided(ask, expert)) return explain(db, seatAsk, { kind: 'choose_employer', expert });

  const number = await takeNumber(db, programme.teamId, demand.year, 'RL');
  let wait = false;
  for (let attempt = 1; ; attempt += 1) {
    try {
      const taken = await sitDown(db, seatAsk, number, wait);
      if (taken === 'repeated') return { kind: 'repeated' };
      if (taken) return { kind: 'claimed', claim: taken, by: coveringOf(seatAsk)?.consent };
      if (coveringOf(seatAsk)?.blanketId && attempt < ATTEMPTS) {
        // What it was to pass by may have been ended while they clicked.
        const blanket = await findBlanketFor(db, programme.teamId, expert);
        const isAnother = blanket?.blanketId !== seatAsk.blanket?.blanketId;
        seatAsk = { ...seatAsk, blanket };
        if (isAnother) continue;
      }
      if (wait) return (await claimAsMerged(db, ask, expert)) ?? explain(db, seatAsk);
      // What another click holds at this moment may come free again: only after waiting for it is the need full.
      wait = true;
    } catch (error) {
      if (isOwnSeat(error)) return explain(db, seatAsk);
      if (!isUniqueViolation(error, 'claim_over_the_limit') || attempt === ATTEMPTS) throw error;
    }
  }
}

/** With two employers, the one for which they go is known; `expert` was read with it. */
function isUndecided({ employerId }: ClaimAsk, expert: Expert): boolean {
  return expert.secondEmployerId !== undefined && expert.employerId !== employerId;
}

/** Whoever was merged with another at this moment claims as the one that stays. */
async function claimAsMerged(db: Db, ask: ClaimAsk, before: Expert): Promise<ClaimOutcome | undefined> {
  const expert = await findExpert(db, ask.programme.teamId, before.id);
  return expert && expert.id !== before.id
    ? claimSlot(db, { ...ask, expert, blanket: undefined })
    : undefined;
}

function isOwnSeat(error: unknown): boolean {
  return (
    isUniqueViolation(error, 'claim_one_live_per_demand') || isUniqueViolation(error, 'slot_one_per_expert')
  );
}

function sitDown(db: Db, ask: SeatAsk, number: string, wait: boolean) {
  const { programme, userId: actor, onBehalfOf, reason, expert, demand, around, now, cause, today } = ask;
  const { teamId } = programme;
  const blanket = coveringOf(ask);
  const covers = blanket !== undefined;
  const state = firstState(demand, covers);
  const id = randomUUID();
  const seat: NewClaim = {
    teamId,
    demandId: demand.id,
    expertId: expert.id,
    id,
    number,
    state,
    blanket,
    movedAt: demand.movedAt,
    employerId: expert.secondEmployerId === undefined ? undefined : ask.employerId,
    assistant: isAssistant(actor, expert) ? actor : undefined,
    today,
  };
  const act = 'claim_slot' as const;
  const how: How | undefined = seat.assistant === undefined ? ask.how : { ...ask.how, assistant: true };
  const consent = blanket?.consent;
  const concerned = { claim: { id, state, movedAt: undefined }, expert, demand, around, consent };
  const { people } = marksOf(concerned);
  const details = { state, ...(reason && { reason }) };
  return takeSlot(
    db,
    seat,
    { teamId, act, actor, onBehalfOf, objectKind: 'claim', objectId: id, now, cause, details, how },
    {
      asked: requestsOf(teamId, concerned, covers),
      told: [
        ...newsOf(programme, { act, actor }, state, concerned),
        ...noteOf(programme, { act, actor, now }, concerned),
      ],
      views: isPublic(demand) ? [cardKey(demand)] : [],
      people,
      about: [demand.id],
    },
    wait,
  );
}

/** The home unit's yes in advance, if it covers the whole service. */
function coveringOf({ blanket, demand, today }: SeatAsk): Given | undefined {
  const lastDay = demand.serviceEnd ?? today.toString();
  const until = blanket?.consent.until;
  return until !== undefined && until >= lastDay ? blanket : undefined;
}

function refuseDates(dates: BlockedDates | undefined): ClaimRefusal | undefined {
  return dates && { kind: 'blocked', dates };
}

function firstState(demand: Demand, isConsented: boolean): NewClaim['state'] {
  if (demand.instant) return 'confirmed';
  return isConsented ? 'host_pending' : 'home_unit_pending';
}

/** Why nothing was taken, from what is true now: a slot of one's own comes first, then the need, then the limit. */
async function explain(db: Db, ask: SeatAsk, early?: ClaimRefusal): Promise<ClaimOutcome> {
  const { programme, expert, demand, now, cause, today } = ask;
  const { teamId } = programme;
  const own = await findLiveClaim(db, teamId, demand.id, expert.id);
  if (own)
    return (await hasActed(db, teamId, cause)) ? { kind: 'repeated' } : { kind: 'already_yours', claim: own };
  if (early) return early;
  const fresh = (await findDemand(db, teamId, demand.id)) ?? demand;
  const closed = refuseDemand(fresh, today);
  if (closed) return closed;
  if (isAnotherDate(demand, fresh)) return { kind: 'moved', demand: fresh };
  const blocked = refuseDates((await listBlocked(db, teamId, expert.id, [demand.id])).get(demand.id));
  if (blocked) return blocked;
  const used = await countLiveClaims(db, teamId, expert.id, today);
  if (used >= expert.maxActiveClaims) return { kind: 'limit_reached', used, limit: expert.maxActiveClaims };
  const last = await findLastTaker(db, teamId, demand.id);
  if (!last || !tookItJustNow(last.claimed_at, now)) return { kind: 'full' };
  const isNamed = last.state === 'confirmed' && !isReduced(demand);
  return { kind: 'just_taken', taker: isNamed ? last.name : undefined };
}

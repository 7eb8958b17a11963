import { randomUUID } from 'node:crypto';
import { actOnce, hasActed, recordAct } from '../../db/audit.ts';
import { type Db, isUniqueViolation, type Trx } from '../../db/open.ts';
import { type Demand, isReduced } from '../../demands/demand.ts';
import { findDemand } from '../../demands/repository.ts';
import type { Expert } from '../../directory/expert.ts';
import { enqueueHomes } from '../../directory/homes.ts';
import { findExpertByUser } from '../../directory/repository.ts';
import { replySetUpFirst } from '../../directory/set-up-first.ts';
import { adoptMessage } from '../../outbox/troubles.ts';
import { type Programme, today as todayIn } from '../../programme/programme.ts';
import { findProgrammeOf, takeNumber } from '../../programme/repository.ts';
import { message, section } from '../../slack/blocks.ts';
import { CARD_ROW } from '../../slack/ids.ts';
import type { Click, Deps } from '../../slack/interaction.ts';
import { say as sayShared } from '../../slack/say.ts';
import { isInstant } from '../claim.ts';
import { findBlanketConsent, keepConsent } from '../consent-sql.ts';
import { countLiveClaims, findLastTaker, findLiveClaim } from '../file-sql.ts';
import {
  type ClaimOutcome,
  type ClaimRefusal,
  refuseDemand,
  refuseExpert,
  tookItJustNow,
} from '../outcome.ts';
import { giveBackLiveNumbers, type Seat, takeSlot } from '../take-slot.ts';
import {
  askCard,
  askNextInTurn,
  askThreadNote,
  cardKey,
  listWatchers,
  refreshInvitation,
  tellTransition,
} from '../tell.ts';
import { buildClaimReply } from '../views.ts';

/** `claim_slot`: on a card, in the list, or from an old message; the state of now decides. */
export async function claim(deps: Deps, click: Click): Promise<void> {
  const { teamId, userId, locale, now, cause } = click;
  const programme = await findProgrammeOf(deps.db, click);
  if (!programme) return replySetUpFirst(click);
  const demand = await findDemand(deps.db, teamId, click.value);
  if (!demand) return click.reply(message(section(sayShared(locale, 'not_found'))));
  const { on } = click;
  if (on?.channel === programme.channelId && on.blockId.startsWith(CARD_ROW))
    await adoptMessage(deps.db, { teamId, key: cardKey(demand), channel: on.channel, ts: on.ts });
  const expert = await findExpertByUser(deps.db, teamId, userId);
  const outcome = await claimSlot(deps.db, { programme, userId, expert, demand, now, cause });
  const answer = buildClaimReply(outcome, { demand, expert, programme, locale });
  if (answer) await click.reply(answer);
}

export interface ClaimAsk {
  programme: Programme;
  userId: string;
  /** Undefined for somebody who has not registered. */
  expert: Expert | undefined;
  demand: Demand;
  now: Temporal.Instant;
  cause: string;
}

type SeatAsk = Omit<ClaimAsk, 'expert'> & { expert: Expert; today: Temporal.PlainDate };

/** More clicks of one expert at one moment than this can't come from a hand. */
const ATTEMPTS = 20;

/**
 * Takes a free slot of the need for the expert, and asks whoever is next in turn. However many click at once, a slot
 * has one expert and an expert keeps to the limit: the constraints decide, see `takeSlot`.
 */
export async function claimSlot(db: Db, ask: ClaimAsk): Promise<ClaimOutcome> {
  const { expert, demand, programme, now } = ask;
  if (!expert) return { kind: 'not_registered' };
  const seatAsk: SeatAsk = { ...ask, expert, today: todayIn(programme, now) };
  const early = refuseExpert(expert) ?? refuseDemand(demand, seatAsk.today);
  if (early) return explain(db, seatAsk, early);

  const number = await takeNumber(db, programme.teamId, demand.year, 'RL');
  let wait = false;
  for (let attempt = 1; ; attempt += 1) {
    try {
      const outcome = await actOnce(db, (trx) => sitDown(trx, seatAsk, number, wait));
      if (outcome === 'repeated') return { kind: 'repeated' };
      if (outcome) return outcome;
      if (wait) return explain(db, seatAsk);
      // What another click holds at this moment may come free again: only after waiting for it is the need full.
      // In a transaction of its own, as the first look may have locked slots in another order.
      wait = true;
    } catch (error) {
      if (isOwnSeat(error)) return explain(db, seatAsk);
      if (!isUniqueViolation(error, 'claim_over_the_limit') || attempt === ATTEMPTS) throw error;
    }
  }
}

function isOwnSeat(error: unknown): boolean {
  return (
    isUniqueViolation(error, 'claim_one_live_per_demand') || isUniqueViolation(error, 'slot_one_per_expert')
  );
}

async function sitDown(
  trx: Trx,
  ask: SeatAsk,
  number: string,
  wait: boolean,
): Promise<ClaimOutcome | undefined> {
  const { programme, userId, expert, demand, now, cause, today } = ask;
  const { teamId } = programme;
  const lastDay = demand.serviceEnd ?? today.toString();
  const blanket = await findBlanketConsent(trx, teamId, expert.id, lastDay);
  const seat = {
    ...{ teamId, demandId: demand.id, expertId: expert.id, claimId: randomUUID(), number, now, today },
    ...{ state: firstState(demand, blanket !== undefined), consented: blanket !== undefined },
  };
  await giveBackLiveNumbers(trx, seat);
  const claim = await takeSlot(trx, seat, wait);
  if (!claim) return undefined;

  if (blanket) await keepConsent(trx, { teamId, claim, now, ...blanket }, blanket);
  const auditId = await recordAct(trx, {
    ...{ teamId, act: 'claim_slot', actor: userId, objectKind: 'claim', objectId: claim.id, now, cause },
    details: { state: claim.state },
  });
  const file = { claim, expert, demand };
  await askNextInTurn(trx, teamId, file, { consented: seat.consented });
  await refreshInvitation(trx, teamId, file);
  await askCard(trx, demand, programme);
  const telling = { teamId, auditId, actor: userId };
  await tellTransition(trx, telling, 'claim_slot', claim.state, file);
  await askThreadNote(trx, telling, 'claim_slot', file, programme, today);
  await enqueueHomes(trx, teamId, await listWatchers(trx, teamId, file), [demand.id]);
  return { kind: 'claimed', claim };
}

function firstState(demand: Demand, consented: boolean): Seat['state'] {
  if (isInstant(demand)) return 'confirmed';
  return consented ? 'host_pending' : 'home_unit_pending';
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
  const used = await countLiveClaims(db, teamId, expert.id, today);
  if (used >= expert.maxActiveClaims) return { kind: 'limit_reached', used, limit: expert.maxActiveClaims };
  const last = await findLastTaker(db, teamId, demand.id);
  if (!last || !tookItJustNow(last.claimed_at, now)) return { kind: 'full' };
  const isNamed = last.state === 'confirmed' && !isReduced(demand);
  return { kind: 'just_taken', taker: isNamed ? last.name : undefined };
}

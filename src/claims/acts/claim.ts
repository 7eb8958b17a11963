import { randomUUID } from 'node:crypto';
import type { ModalView } from '@slack/types';
import { type How, hasActed } from '../../db/audit.ts';
import { type Db, isUniqueViolation } from '../../db/open.ts';
import { type Demand, isAnotherDate, isPublic, isReduced } from '../../demands/demand.ts';
import { findDemand } from '../../demands/repository.ts';
import { cardKey } from '../../demands/tell.ts';
import { isAssistant } from '../../directory/acts-for.ts';
import type { Expert } from '../../directory/expert.ts';
import { askLeave } from '../../directory/refuse.ts';
import { setUpFirst } from '../../directory/set-up-first.ts';
import { adoptMessage } from '../../outbox/troubles.ts';
import { type Programme, today as todayIn } from '../../programme/programme.ts';
import { takeNumber } from '../../programme/repository.ts';
import { type Message, message, section } from '../../slack/blocks.ts';
import { CARD_ROW } from '../../slack/ids.ts';
import type { Ask, Click, Deps } from '../../slack/interaction.ts';
import { say as sayShared } from '../../slack/say.ts';
import { buildClaimAnswer } from '../acting-views.ts';
import { type Press, readPress } from '../case-sql.ts';
import { buildChooseEmployer, buildChooseExpert } from '../choose-views.ts';
import type { Wanted } from '../claimants-sql.ts';
import { countLiveClaims, findLastTaker, findLiveClaim } from '../file-sql.ts';
import {
  type ClaimOutcome,
  type ClaimRefusal,
  refuseDemand,
  refuseExpert,
  tookItJustNow,
} from '../outcome.ts';
import { type NewClaim, takeSlot } from '../take-slot.ts';
import { marksOf, newsOf, noteOf, requestsOf } from '../tell.ts';

/** `claim_slot`: on a card, in the list, or from an old message; the state of now decides. */
export async function claim(deps: Deps, click: Click): Promise<void> {
  const { on, value } = click;
  const press = await readPress(deps.db, click, value);
  const { programme, demand } = press;
  if (programme && demand && press.isCardAdrift && on?.channel === programme.channelId)
    if (on.blockId.startsWith(CARD_ROW))
      await adoptMessage(deps.db, {
        teamId: click.teamId,
        key: cardKey(demand),
        channel: on.channel,
        ts: on.ts,
      });
  const { answer } = await claimWith(deps, click, press, { demandId: value });
  if (!answer) return;
  await ('type' in answer ? click.open(answer) : click.reply(answer));
}

/** What becomes of it, if it came so far; and what the person reads or is asked next. */
export interface Claimed {
  outcome?: ClaimOutcome;
  answer: Message | ModalView | undefined;
}

/** Claims for whom and from where was chosen; asks first, where somebody acts in several names or has two employers. */
export async function claimWith(deps: Deps, ask: Ask, press: Press, wanted: Wanted): Promise<Claimed> {
  const { userId, locale, now, cause } = ask;
  const { programme, demand, expert, claimants } = press;
  const { demandId, expertId, employerId } = wanted;
  if (!programme) return { answer: setUpFirst(ask) };
  if (!demand) return { answer: message(section(sayShared(locale, 'not_found'))) };
  if (!expert && expertId !== undefined) {
    const object = { kind: 'demand', id: demandId };
    return { answer: (await askLeave(deps, ask, 'claim_slot', {}, object)).refusal };
  }
  if (!expert && claimants.length > 1) return { answer: buildChooseExpert(claimants, demand, locale) };
  const outcome = await claimSlot(deps.db, { ...press, programme, demand, employerId, userId, now, cause });
  if (outcome.kind === 'choose_employer' && expert)
    return { outcome, answer: buildChooseEmployer(expert, demand, locale) };
  return { outcome, answer: buildClaimAnswer(outcome, { demand, expert, programme, locale, userId }) };
}

export interface ClaimAsk extends Pick<Press, 'expert' | 'blanket' | 'around'> {
  programme: Programme;
  demand: Demand;
  /** Which of the expert's two employers was chosen. */
  employerId?: string | undefined;
  userId: string;
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
  const seatAsk: SeatAsk = { ...ask, expert, today: todayIn(programme, now) };
  const early = refuseExpert(expert, programme) ?? refuseDemand(demand, seatAsk.today);
  if (early) return explain(db, seatAsk, early);
  if (isUndecided(ask)) return explain(db, seatAsk, { kind: 'choose_employer' });

  const number = await takeNumber(db, programme.teamId, demand.year, 'RL');
  let wait = false;
  for (let attempt = 1; ; attempt += 1) {
    try {
      const taken = await sitDown(db, seatAsk, number, wait);
      if (taken === 'repeated') return { kind: 'repeated' };
      if (taken) return { kind: 'claimed', claim: taken };
      if (wait) return explain(db, seatAsk);
      // What another click holds at this moment may come free again: only after waiting for it is the need full.
      wait = true;
    } catch (error) {
      if (isOwnSeat(error)) return explain(db, seatAsk);
      if (!isUniqueViolation(error, 'claim_over_the_limit') || attempt === ATTEMPTS) throw error;
    }
  }
}

/** With two employers, the one for which they go is known; `expert` was read with it. */
function isUndecided({ expert, employerId }: ClaimAsk): boolean {
  return expert?.secondEmployerId !== undefined && expert.employerId !== employerId;
}

function isOwnSeat(error: unknown): boolean {
  return (
    isUniqueViolation(error, 'claim_one_live_per_demand') || isUniqueViolation(error, 'slot_one_per_expert')
  );
}

function sitDown(db: Db, ask: SeatAsk, number: string, wait: boolean) {
  const { programme, userId: actor, expert, demand, around, now, cause, today } = ask;
  const { teamId } = programme;
  const lastDay = demand.serviceEnd ?? today.toString();
  const covers = ask.blanket?.consent.until !== undefined && ask.blanket.consent.until >= lastDay;
  const blanket = covers ? ask.blanket : undefined;
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
  const how: How | undefined = seat.assistant === undefined ? undefined : { assistant: true };
  const concerned = { claim: { id, state, movedAt: undefined }, expert, demand, around };
  const { people } = marksOf(concerned);
  return takeSlot(
    db,
    seat,
    { teamId, act, actor, objectKind: 'claim', objectId: id, now, cause, details: { state }, how },
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
  const used = await countLiveClaims(db, teamId, expert.id, today);
  if (used >= expert.maxActiveClaims) return { kind: 'limit_reached', used, limit: expert.maxActiveClaims };
  const last = await findLastTaker(db, teamId, demand.id);
  if (!last || !tookItJustNow(last.claimed_at, now)) return { kind: 'full' };
  const isNamed = last.state === 'confirmed' && !isReduced(demand);
  return { kind: 'just_taken', taker: isNamed ? last.name : undefined };
}

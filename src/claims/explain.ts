import type { Demand } from '../demands/demand.ts';
import { isServiceOver } from '../demands/demand.ts';
import { explainState } from '../demands/tell.ts';
import { type Programme, today } from '../programme/programme.ts';
import { type Message, message, section } from '../slack/blocks.ts';
import type { Ask, Deps } from '../slack/interaction.ts';
import { nameNeed } from './blocks.ts';
import type { ClaimFile } from './claim.ts';
import { findClaim, findLastDecision, isReported } from './listings.ts';
import { sayState } from './request-blocks.ts';
import { say } from './words.ts';

/** Somebody was faster: where the claim stands now, who brought it there and when. */
export async function explainClaim(
  deps: Deps,
  { teamId, locale }: Ask,
  programme: Programme,
  before: ClaimFile,
): Promise<Message> {
  const file = (await findClaim(deps.db, teamId, before.claim.id)) ?? before;
  const decided = await findLastDecision(deps.db, teamId, file.claim);
  return message(section(sayState({ file, programme, locale, decided })), section(say(locale, 'stays')));
}

/** Why a claim can't be withdrawn any more: what took place is not undone. */
export async function refuseWithdrawal(
  deps: Deps,
  { teamId, locale, now }: Ask,
  programme: Programme,
  { claim, demand }: ClaimFile,
): Promise<Message | undefined> {
  const need = nameNeed(demand, programme, locale);
  if (isServiceOver(demand, today(programme, now)))
    return message(section(say(locale, 'service_over', { need })));
  if (await isReported(deps.db, teamId, claim))
    return message(section(say(locale, 'service_reported', { need })));
}

/** Why a need can't be cancelled: its service is over, or somebody was faster. */
export async function explainDemand(
  deps: Deps,
  { locale, now }: Ask,
  programme: Programme,
  demand: Demand,
): Promise<Message> {
  const isOver = demand.state === 'published' && isServiceOver(demand, today(programme, now));
  const state = isOver
    ? say(locale, 'need_over', { need: nameNeed(demand, programme, locale) })
    : await explainState(deps.db, demand, programme, locale);
  return message(section(state), section(say(locale, 'stays')));
}

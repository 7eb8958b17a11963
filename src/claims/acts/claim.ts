import type { ModalView } from '@slack/types';
import { cardKey } from '../../demands/tell.ts';
import { askLeave } from '../../directory/refuse.ts';
import { setUpFirst } from '../../directory/set-up-first.ts';
import { adoptMessage } from '../../outbox/troubles.ts';
import { type Message, message, section } from '../../slack/blocks.ts';
import { CARD_ROW } from '../../slack/ids.ts';
import type { Ask, Click, Deps } from '../../slack/interaction.ts';
import { say as sayShared } from '../../slack/say.ts';
import { buildClaimAnswer } from '../acting-views.ts';
import { type Press, readPress } from '../case-sql.ts';
import { buildChooseEmployer, buildChooseExpert } from '../choose-views.ts';
import { claimSlot } from '../claim-slot.ts';
import type { Wanted } from '../claimants-sql.ts';
import type { ClaimOutcome } from '../outcome.ts';

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
  if (outcome.kind === 'choose_employer')
    return { outcome, answer: buildChooseEmployer(outcome.expert, demand, locale) };
  return { outcome, answer: buildClaimAnswer(outcome, { demand, expert, programme, locale, userId }) };
}

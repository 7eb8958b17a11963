import type { Button } from '@slack/types';
import { showTime } from '../demands/blocks.ts';
import type { Locale } from '../i18n/locale.ts';
import { actions, button, facts, header, type Message, message, section } from '../slack/blocks.ts';
import { ACTIONS } from '../slack/ids.ts';
import { letterButtons } from './advance-views.ts';
import { claimButtonFor } from './buttons.ts';
import { type Claim, type ClaimFile, type Decider, isResting, isSaidAbsent } from './claim.ts';
import { pledgeButtons } from './pledge-views.ts';
import { type Request, whereOf } from './request-views.ts';
import { sayState } from './state-views.ts';
import { nameNeed, withdrawButton } from './views.ts';
import { say } from './words.ts';

/** What the date was, and why it moved. */
export interface Moved {
  before: { timeText: string; serviceStart: string | undefined; serviceEnd: string | undefined };
  reason: string;
}

export interface KeepRequest extends Pick<Request, 'file' | 'programme' | 'locale' | 'onBehalf'> {
  moved: Moved | undefined;
  decided: Decider | undefined;
}

/** Asks the expert whether the new date suits; once answered it says so and has no buttons. */
export function buildKeepRequest({ moved, ...request }: KeepRequest): Message {
  const { file, programme, locale, onBehalf } = request;
  const { claim, expert, demand } = file;
  const isOpen = claim.state === 'expert_pending' && !isResting(file);
  const need = nameNeed(demand, programme, locale);
  const before = moved && { ...demand, state: 'published' as const, ...moved.before };
  return message(
    header(say(locale, 'keep_title', { title: need })),
    section(
      onBehalf
        ? say(locale, 'keep_ask_on_behalf', { expert: expert.name })
        : say(locale, 'keep_ask', { need }),
    ),
    facts([
      [say(locale, 'expert'), onBehalf ? expert.name : ''],
      [say(locale, 'phone'), onBehalf ? expert.phone : ''],
      [say(locale, 'when_before'), before && showTime(before, programme, locale)],
      [say(locale, 'when_now'), showTime(demand, programme, locale)],
      [say(locale, 'where'), whereOf(request)],
      [say(locale, 'reason'), moved?.reason],
      [say(locale, 'claim_number'), claim.number],
    ]),
    isOpen ? actions(...keepButtons(claim, locale)) : section(sayState(request)),
  );
}

export function keepButtons(claim: Claim, locale: Locale): Button[] {
  return [keepButton(claim, locale), withdrawButton(claim, locale)];
}

function keepButton({ id, number }: Pick<Claim, 'id' | 'number'>, locale: Locale): Button {
  const text = say(locale, 'keep_claim');
  return button({
    text,
    actionId: ACTIONS.keepClaim,
    value: id,
    style: 'primary',
    label: `${text} ${number}`,
  });
}

/** The buttons with one of the expert's own claims; an assistant doesn't pledge for them. */
export function ownButtons(file: ClaimFile, locale: Locale, isForOther = false): Button[] {
  const { claim, expert } = file;
  if (isSaidAbsent(claim)) return [claimButtonFor('object_no_show', file, locale)];
  if (isResting(file)) return [withdrawButton(claim, locale)];
  if (claim.state === 'expert_pending') return keepButtons(claim, locale);
  const mayPledge = claim.state === 'home_unit_pending' && expert.ownPledge && !isForOther;
  return mayPledge
    ? pledgeButtons(file, locale, false)
    : [...letterButtons(file, locale), withdrawButton(claim, locale)];
}

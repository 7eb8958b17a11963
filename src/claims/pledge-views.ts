import type { Button } from '@slack/types';
import { showTime } from '../demands/blocks.ts';
import type { Locale } from '../i18n/locale.ts';
import { actions, button, facts, header, type Message, message, section } from '../slack/blocks.ts';
import { ACTIONS } from '../slack/ids.ts';
import type { ClaimFile } from './claim.ts';
import { awaitsConsent, owesConsent, type Request, whereOf } from './request-views.ts';
import { sayState } from './state-views.ts';
import { nameNeed, withdrawButton } from './views.ts';
import { say } from './words.ts';
import { say as sayActing } from './words-acting.ts';

/**
 * In the home unit's place: the expert promises by one press, or a coordinator records what they promised on paper. Once
 * given it says so and has no buttons.
 */
export function buildPledgeRequest(request: Request): Message {
  const { file, programme, locale, onBehalf } = request;
  const { claim, expert, demand } = file;
  const need = nameNeed(demand, programme, locale);
  const isOpen = awaitsConsent(request) || owesConsent(request);
  return message(
    header(sayActing(locale, 'pledge_title', { need })),
    section(sayActing(locale, onBehalf ? 'pledge_ask_on_behalf' : 'pledge_ask', { expert: expert.name })),
    facts([
      [say(locale, 'expert'), onBehalf ? expert.name : ''],
      [say(locale, 'phone'), onBehalf ? expert.phone : ''],
      [say(locale, 'need'), need],
      [say(locale, 'when'), showTime(demand, programme, locale)],
      [say(locale, 'where'), whereOf(request)],
      [say(locale, 'claim_number'), claim.number],
    ]),
    section(sayActing(locale, 'pledge_text')),
    isOpen ? actions(...pledgeButtons(file, locale, onBehalf)) : section(sayState(request)),
  );
}

/** To promise, or to give the slot back; for a coordinator, to record what was promised. */
export function pledgeButtons(file: ClaimFile, locale: Locale, onBehalf: boolean): Button[] {
  return [pledgeButton(file, locale, onBehalf), withdrawButton(file.claim, locale)];
}

/** The same button for both: for the expert it promises, for a coordinator it opens the record. */
export function pledgeButton({ claim, expert }: ClaimFile, locale: Locale, onBehalf: boolean): Button {
  const text = sayActing(locale, onBehalf ? 'record_pledge' : 'own_pledge');
  return button({
    text,
    actionId: ACTIONS.ownPledge,
    value: claim.id,
    style: 'primary',
    label: `${text} ${expert.name} ${claim.number}`,
  });
}

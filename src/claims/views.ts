import type { Button, KnownBlock } from '@slack/types';
import { buildDemandDetails, showTime, titleOf } from '../demands/blocks.ts';
import type { Demand } from '../demands/demand.ts';
import type { Expert } from '../directory/expert.ts';
import { undoButton } from '../directory/undo-button.ts';
import type { Locale } from '../i18n/locale.ts';
import { type Programme, showDate } from '../programme/programme.ts';
import { actions, button, type Message, message, section } from '../slack/blocks.ts';
import { ACTIONS } from '../slack/ids.ts';
import { buildBlockedRefusal, sayBlanket } from './advance-views.ts';
import type { Claim, ClaimAct, ClaimFile } from './claim.ts';
import type { Consent } from './consent.ts';
import type { ClaimOutcome, ExpertRefusal } from './outcome.ts';
import { CLAIM_TRANSITIONS } from './transitions.ts';
import { say } from './words.ts';
import { say as sayActing } from './words-acting.ts';

/** XQ-2013-0001 and the title, or for a confidential need its line: what others may read. */
export function nameNeed(demand: Demand, programme: Programme, locale: Locale): string {
  return `${demand.number} ${titleOf(demand, programme, locale)}`;
}

export interface ClaimReply {
  demand: Demand;
  expert: Expert | undefined;
  programme: Programme;
  locale: Locale;
}

/** What the person who clicked reads; undefined for a click that was delivered twice. */
export function buildClaimReply(outcome: ClaimOutcome, about: ClaimReply): Message | undefined {
  const { demand, programme, locale } = about;
  const need = nameNeed(demand, programme, locale);
  switch (outcome.kind) {
    case 'claimed':
      return buildClaimed(outcome.claim, outcome.by, about);
    case 'already_yours': {
      const { number } = outcome.claim;
      const state = labelState({ claim: outcome.claim, expert: about.expert }, locale);
      const told = say(locale, 'already_yours', { need, number, state });
      return message(section(told), actions(withdrawButton(outcome.claim, locale)));
    }
    case 'full':
      return message(section(say(locale, 'full', { need })));
    case 'just_taken': {
      const taker = outcome.taker ?? say(locale, 'another_expert');
      return message(section(say(locale, 'just_taken', { need, taker })));
    }
    case 'closed': {
      const date = outcome.on ? showDate(outcome.on, locale, programme.year) : '';
      return message(section(say(locale, `closed_${outcome.why}`, { need, date })));
    }
    case 'moved': {
      const when = showTime(outcome.demand, programme, locale);
      return message(
        section(say(locale, 'moved', { need, when })),
        actions(claimButton(outcome.demand, programme, locale)),
      );
    }
    case 'not_published':
      return message(section(say(locale, 'not_published', { need })));
    case 'limit_reached': {
      const { used, limit } = outcome;
      return message(section(say(locale, 'limit_reached', { used, limit })), changeRegistration(locale));
    }
    case 'blocked':
      return buildBlockedRefusal(outcome.dates, need, programme, locale);
    case 'paused':
    case 'title_too_low':
    case 'not_registered':
    case 'not_verified':
    case 'returned_registration':
      return message(buildExpertRefusal(outcome, locale));
    case 'choose_employer':
      return message(section(sayActing(locale, 'choose_employer_at_card')));
    case 'repeated':
      return undefined;
  }
}

/** Where the claim stands; without an employer it is the expert's own pledge that is waited for. */
export function labelState(
  { claim: { state }, expert }: { claim: Pick<Claim, 'state'>; expert: Expert | undefined },
  locale: Locale,
): string {
  return state === 'home_unit_pending' && expert?.ownPledge
    ? sayActing(locale, 'state_own_pledge')
    : say(locale, `state_${state}`);
}

/** Why the person can't claim anything yet, and the way out. */
export function buildExpertRefusal(refusal: ExpertRefusal, locale: Locale): KnownBlock[] {
  switch (refusal.kind) {
    case 'not_registered':
      return [section(say(locale, 'not_registered')), ...actions(registerButton(locale, 'register'))];
    case 'not_verified':
      return [section(say(locale, 'not_verified'))];
    case 'returned_registration': {
      const { reason } = refusal;
      return [section(say(locale, 'returned_registration', { reason })), ...changeRegistration(locale)];
    }
    case 'paused':
      return [section(say(locale, 'paused')), ...changeRegistration(locale)];
    case 'title_too_low': {
      const least = say(locale, `level_${refusal.least}`);
      return [section(say(locale, 'title_too_low', { least })), ...changeRegistration(locale)];
    }
  }
}

function buildClaimed(
  claim: Claim,
  by: Consent | undefined,
  { demand, expert, programme, locale }: ClaimReply,
): Message {
  const need = nameNeed(demand, programme, locale);
  return message(
    section(say(locale, 'claimed', { need, number: claim.number })),
    section(sayNext(claim, expert, locale)),
    by ? section(sayBlanket(by, programme, locale)) : [],
    claim.state === 'confirmed' ? buildDemandDetails(demand, programme, locale, { withContact: true }) : [],
    actions(withdrawButton(claim, locale)),
  );
}

function sayNext({ state }: Claim, expert: Expert | undefined, locale: Locale): string {
  if (state === 'confirmed')
    return expert?.ownPledge ? sayActing(locale, 'next_confirmed_pledge') : say(locale, 'next_confirmed');
  if (state === 'host_pending') return say(locale, 'next_host');
  return expert?.ownPledge
    ? sayActing(locale, 'next_pledge')
    : say(locale, 'next_home_unit', { employer: expert?.employer ?? '' });
}

/** What the person who decided reads; a host that accepted gets the expert's phone at once. */
export function buildDone(
  act: ClaimAct,
  { claim, expert }: ClaimFile,
  locale: Locale,
  auditId: number | undefined,
): Message {
  const values = { expert: expert.name, number: claim.number };
  const told =
    act === 'own_pledge' ? sayActing(locale, 'pledged', values) : say(locale, `done_${act}`, values);
  const phone = say(locale, 'expert_phone', { expert: expert.name, phone: expert.phone });
  const mayUndo = auditId !== undefined && CLAIM_TRANSITIONS[act].undo;
  return message(
    section(told),
    act === 'accept_expert' && expert.phone ? section(phone) : [],
    actions(mayUndo ? undoButton(auditId, locale) : undefined),
  );
}

export function withdrawButton(claim: Claim, locale: Locale): Button {
  return button({
    text: say(locale, 'withdraw'),
    actionId: ACTIONS.withdrawClaim,
    value: claim.id,
    label: say(locale, 'withdraw_label', { number: claim.number }),
  });
}

export function claimButton(demand: Demand, programme: Programme, locale: Locale): Button {
  return button({
    text: say(locale, 'claim'),
    actionId: ACTIONS.claimSlot,
    value: demand.id,
    style: 'primary',
    label: say(locale, 'claim_label', { need: nameNeed(demand, programme, locale) }),
  });
}

function registerButton(locale: Locale, text: 'register' | 'change_registration'): Button {
  return button({ text: say(locale, text), actionId: ACTIONS.registerExpert, value: 'register' });
}

function changeRegistration(locale: Locale): KnownBlock[] {
  return actions(registerButton(locale, 'change_registration'));
}

/** One of the expert's own claims: once it is confirmed nothing of the need is hidden from them. */
export function sayOwnClaim(
  key: 'mine_line' | 'home_claim',
  { claim, demand, expert }: ClaimFile,
  programme: Programme,
  locale: Locale,
): string {
  return say(locale, key, {
    number: claim.number,
    need:
      claim.state === 'confirmed' ? `${demand.number} ${demand.title}` : nameNeed(demand, programme, locale),
    state: labelState({ claim, expert }, locale),
    when: showTime(demand, programme, locale),
  });
}

import type { ModalView } from '@slack/types';
import { showTime } from '../demands/blocks.ts';
import { buildClaimForButton } from '../demands/claim-for-button.ts';
import type { Demand } from '../demands/demand.ts';
import type { Expert } from '../directory/expert.ts';
import type { Locale } from '../i18n/locale.ts';
import { type Programme, showDate } from '../programme/programme.ts';
import { actions, type Message, message, section } from '../slack/blocks.ts';
import { textField } from '../slack/form.ts';
import { VIEWS } from '../slack/ids.ts';
import { say as sayShared } from '../slack/say.ts';
import { searchField } from '../slack/search-field.ts';
import { modal } from '../slack/view.ts';
import { sayBlockedLine } from './advance-views.ts';
import type { Claim } from './claim.ts';
import type { ClaimOutcome } from './outcome.ts';
import { nameNeed, withdrawButton } from './views.ts';
import { say as sayClaims } from './words.ts';
import { say as sayActing } from './words-acting.ts';
import { say } from './words-claim-for.ts';

/** The list of experts is asked for by this name, apart from other forms that search for people. */
export const CLAIM_FOR_EXPERT = 'claim_for';

export interface ClaimFor {
  demand: Demand;
  programme: Programme;
  locale: Locale;
}

/** Who goes, and how they said so. */
export function buildClaimForForm({ demand, programme, locale }: ClaimFor): ModalView {
  const need = nameNeed(demand, programme, locale);
  return modal({
    callbackId: VIEWS.claimFor,
    title: say(locale, 'title'),
    submit: say(locale, 'submit'),
    close: sayShared(locale, 'cancel'),
    metadata: { demandId: demand.id },
    blocks: [
      section(say(locale, 'note', { need, when: showTime(demand, programme, locale) })),
      searchField('expert', say(locale, 'expert'), [], {
        hint: say(locale, 'expert_hint'),
        revision: CLAIM_FOR_EXPERT,
      }),
      textField('reason', say(locale, 'reason'), {
        max: 500,
        multiline: true,
        hint: say(locale, 'reason_hint'),
      }),
    ],
  });
}

/** What the coordinator reads who claimed for them. */
export function buildClaimForReply(outcome: ClaimOutcome, expert: Expert, about: ClaimFor): Message {
  const { demand, programme, locale } = about;
  const need = nameNeed(demand, programme, locale);
  const who = { expert: expert.name, employer: expert.employer, need };
  switch (outcome.kind) {
    case 'claimed':
      return buildClaimed(outcome.claim, expert, about);
    case 'already_yours': {
      const { number, state } = outcome.claim;
      const told = say(locale, 'already_theirs', {
        ...who,
        number,
        state: sayClaims(locale, `state_${state}`),
      });
      return message(section(told), actions(withdrawButton(outcome.claim, locale)));
    }
    case 'just_taken': {
      const taker = outcome.taker ?? say(locale, 'another_expert');
      return message(section(say(locale, 'just_taken', { ...who, taker })));
    }
    case 'closed':
    case 'not_published':
      return message(section(say(locale, 'closed', { why: sayClosed(outcome, about) })));
    case 'moved': {
      const when = showTime(outcome.demand, programme, locale);
      return message(
        section(say(locale, 'moved', { ...who, when })),
        actions(buildClaimForButton(outcome.demand, locale)),
      );
    }
    case 'limit_reached': {
      const { used, limit } = outcome;
      return message(section(say(locale, 'limit_reached', { ...who, used, limit })));
    }
    case 'title_too_low': {
      const least = sayClaims(locale, `level_${outcome.least}`);
      return message(section(say(locale, 'title_too_low', { ...who, least })));
    }
    case 'returned_registration':
      return message(section(say(locale, 'returned_registration', { ...who, reason: outcome.reason })));
    case 'not_registered':
      return message(section(say(locale, 'expert_unknown')));
    case 'blocked': {
      const dates = sayBlockedLine({ ...outcome.dates, reason: '' }, programme.year, locale);
      return message(section(say(locale, 'blocked', { ...who, dates })));
    }
    case 'choose_employer':
      return message(section(sayActing(locale, 'choose_employer_at_card')));
    case 'full':
    case 'paused':
    case 'not_verified':
      return message(section(say(locale, outcome.kind, who)));
    case 'repeated':
      return message(section(sayShared(locale, 'already_done')));
  }
}

/** Why the need takes no claims at all. */
export function sayClosed(
  outcome: Extract<ClaimOutcome, { kind: 'closed' | 'not_published' }>,
  { demand, programme, locale }: ClaimFor,
): string {
  const need = nameNeed(demand, programme, locale);
  if (outcome.kind === 'not_published') return sayClaims(locale, 'not_published', { need });
  const date = outcome.on ? showDate(outcome.on, locale, programme.year) : '';
  return sayClaims(locale, `closed_${outcome.why}`, { need, date });
}

function buildClaimed(claim: Claim, expert: Expert, { demand, programme, locale }: ClaimFor): Message {
  const { name, employer, userId, assistantUser } = expert;
  const need = nameNeed(demand, programme, locale);
  return message(
    section(say(locale, 'claimed', { expert: name, employer, need, number: claim.number })),
    section(sayNext(claim, expert, locale)),
    (userId ?? assistantUser) ? [] : section(say(locale, 'told_by_telephone', { expert: name })),
    actions(withdrawButton(claim, locale)),
  );
}

function sayNext({ state }: Claim, { employer, ownPledge }: Expert, locale: Locale): string {
  if (state === 'host_pending') return say(locale, 'next_host', { employer });
  if (state === 'confirmed')
    return ownPledge ? sayActing(locale, 'next_confirmed_pledge') : say(locale, 'next_confirmed');
  return ownPledge ? sayActing(locale, 'next_pledge') : say(locale, 'next_home_unit', { employer });
}

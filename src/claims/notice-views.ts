import { buildDemandDetails } from '../demands/blocks.ts';
import type { Demand } from '../demands/demand.ts';
import { nameThrough } from '../directory/assistant-views.ts';
import type { Locale } from '../i18n/locale.ts';
import type { Values } from '../i18n/words.ts';
import type { Programme } from '../programme/programme.ts';
import { actions, facts, type Message, message, section } from '../slack/blocks.ts';
import { nameClaimant } from './acting-views.ts';
import { letterButtons, sayBlanket } from './advance-views.ts';
import { claimButtonFor, noShowButtons } from './buttons.ts';
import { type ClaimFile, isSaidAbsent } from './claim.ts';
import type { ClaimNews, ThreadNote } from './claim-news.ts';
import type { Consent } from './consent.ts';
import { ownButtons } from './keep-views.ts';
import { nameNeed, withdrawButton } from './views.ts';
import { say } from './words.ts';
import { say as sayActing } from './words-acting.ts';

interface NoticeFrame {
  programme: Programme;
  locale: Locale;
  /** The Slack name of the assistant who did it in the expert's name. */
  assistant?: string | undefined;
}

function sayNews(news: ClaimNews, { expert }: ClaimFile, values: Values, locale: Locale): string {
  switch (news) {
    case 'pledge_recorded':
    case 'claimed_by_assistant':
    case 'withdrawn_by_assistant':
    case 'kept_by_assistant':
    case 'objected_by_assistant':
      return sayActing(locale, `news_${news}`, values);
    case 'unit_silent':
      return expert.ownPledge
        ? sayActing(locale, 'news_pledge_silent', values)
        : say(locale, 'news_unit_silent', values);
    default:
      return say(locale, `news_${news}`, values);
  }
}

/**
 * What happened to a claim, to one of those it concerns. Undefined when it is overtaken: a phone number is not sent
 * to somebody whose claim has ended since.
 */
export function buildClaimNotice(
  news: ClaimNews,
  file: ClaimFile & { consent?: Consent | undefined },
  { programme, locale, assistant }: NoticeFrame,
): Message | undefined {
  const { claim, expert, demand } = file;
  const need = nameNeed(demand, programme, locale);
  const name =
    news === 'confirmed_to_host' ? nameClaimant(file, locale) : nameThrough(expert.name, assistant, locale);
  const values = {
    number: claim.number,
    need,
    expert: name,
    employer: expert.employer,
    title: demand.title,
    assistant: assistant ?? '',
  };
  const told = sayNews(news, file, values, locale);
  const reason = facts([[say(locale, 'reason'), claim.reason]]);
  switch (news) {
    case 'claimed_for_you':
      return claim.endedAt ? undefined : message(section(told), actions(withdrawButton(claim, locale)));
    case 'consented':
      return claim.endedAt ? undefined : message(section(told));
    case 'claimed_by_assistant':
      return message(section(told), claim.endedAt ? [] : actions(...ownButtons(file, locale)));
    case 'confirmed':
      if (claim.state !== 'confirmed') return undefined;
      return message(
        section(told),
        buildDemandDetails(demand, programme, locale, { withContact: true }),
        actions(...letterButtons(file, locale), withdrawButton(claim, locale)),
      );
    case 'confirmed_to_host':
      return claim.state === 'confirmed'
        ? message(
            section(told),
            facts(hostFacts(file, locale)),
            actions(claimButtonFor('report_no_show', file, locale)),
          )
        : undefined;
    case 'passed':
      return message(
        section(told),
        file.consent ? section(sayBlanket(file.consent, programme, locale)) : [],
        claim.endedAt
          ? []
          : actions(...letterButtons(file, locale), claimButtonFor('recall_expert', file, locale)),
      );
    case 'consented_for_unit':
    case 'pledge_recorded':
    case 'withdrawn_by_assistant':
    case 'kept_by_assistant':
    case 'objected_by_assistant':
    case 'unit_refused':
    case 'host_declined':
    case 'unit_silent':
    case 'host_silent':
    case 'expert_silent':
    case 'lapsed':
    case 'lapsed_to_asked':
    case 'kept_for_you':
    case 'kept':
      return message(section(told));
    case 'no_show_reported':
      return claim.state === 'no_show_reported'
        ? message(section(told), reason, actions(claimButtonFor('object_no_show', file, locale)))
        : undefined;
    case 'no_show_to_decide':
    case 'no_show_objected':
      return isSaidAbsent(claim)
        ? message(
            section(told),
            reason,
            facts([[say(locale, 'objection'), claim.objection]]),
            actions(...noShowButtons(file, locale)),
          )
        : undefined;
    case 'no_show':
    case 'no_show_to_host':
    case 'no_show_dismissed':
    case 'report_waived':
    case 'recalled':
    case 'recalled_to_host':
      return message(section(told));
    case 'withdrawn':
      return message(section(told), reason, section(say(locale, 'news_withdrawn_next')));
    case 'unit_refused_why':
    case 'recalled_why':
    case 'refused_for_unit':
    case 'host_declined_why':
    case 'withdrawn_for_you':
    case 'need_cancelled':
    case 'need_closed':
      return message(section(told), reason);
  }
}

function hostFacts({ expert }: ClaimFile, locale: Locale) {
  return [
    [say(locale, 'expert'), expert.name],
    [say(locale, 'employer'), expert.employer],
    [say(locale, 'phone'), expert.phone],
  ] as const;
}

/** To the poster and the host unit's contact, when somebody else cancelled their need. */
export function buildCancelledNotice(demand: Demand, locale: Locale): Message {
  return message(
    section(say(locale, 'news_cancelled', { need: demand.number, title: demand.title })),
    facts([[say(locale, 'reason'), demand.reason]]),
  );
}

/** Under the card: a confirmed name unless the need is confidential, or that a slot is free; never who or why. */
export function buildThreadNote(what: ThreadNote, { expert, demand }: ClaimFile, locale: Locale): Message {
  if (what === 'slot_free') return message(section(say(locale, 'note_slot_free')));
  const said = demand.confidential
    ? say(locale, 'note_confirmed_unnamed')
    : say(locale, 'note_confirmed', { expert: expert.name });
  return message(section(said));
}

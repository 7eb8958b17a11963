import type { KnownBlock } from '@slack/types';
import { isAssistant } from '../directory/acts-for.ts';
import { nameThrough, sayForWhom } from '../directory/assistant-views.ts';
import type { Expert } from '../directory/expert.ts';
import type { Locale } from '../i18n/locale.ts';
import { context, type Message, message, section } from '../slack/blocks.ts';
import { sayDates } from './advance-views.ts';
import type { ClaimFile } from './claim.ts';
import type { ClaimOutcome, ExpertRefusal } from './outcome.ts';
import { buildClaimReply, buildExpertRefusal, type ClaimReply, nameNeed } from './views.ts';
import { say } from './words-acting.ts';

/** What the person who clicked reads, in their own name or in that of whom they assist. */
export function buildClaimAnswer(
  outcome: ClaimOutcome,
  { userId, ...about }: ClaimReply & { userId: string },
): Message | undefined {
  const { expert, locale } = about;
  if (!expert || !isAssistant(userId, expert)) return buildClaimReply(outcome, about);
  switch (outcome.kind) {
    case 'limit_reached': {
      const { used, limit } = outcome;
      return message(section(say(locale, 'their_limit_reached', { expert: expert.name, used, limit })));
    }
    case 'blocked': {
      const { demand, programme } = about;
      const dates = sayDates(outcome.dates, programme.year, locale);
      const need = nameNeed(demand, programme, locale);
      return message(section(say(locale, 'their_blocked', { expert: expert.name, dates, need })));
    }
    case 'returned_registration':
    case 'paused':
    case 'title_too_low':
    case 'not_verified':
    case 'not_registered':
      return message(buildRefusalFor(outcome, { expert, userId, locale }));
    case 'claimed':
    case 'already_yours':
    case 'full':
    case 'just_taken':
    case 'closed':
    case 'moved':
    case 'not_published':
    case 'choose_employer':
    case 'repeated': {
      const reply = buildClaimReply(outcome, about);
      return reply && message(section(say(locale, 'claimed_for', { expert: expert.name })), reply.blocks);
    }
  }
}

/** Why the person can't claim anything, or those whom they assist can't. */
export function buildRefusalFor(
  refusal: ExpertRefusal,
  { expert, userId, locale }: { expert: Expert | undefined; userId: string; locale: Locale },
): KnownBlock[] {
  if (!expert || !isAssistant(userId, expert)) return buildExpertRefusal(refusal, locale);
  const values = { expert: expert.name };
  switch (refusal.kind) {
    case 'returned_registration':
      return [section(say(locale, 'their_registration_returned', { ...values, reason: refusal.reason }))];
    case 'paused':
    case 'title_too_low':
    case 'not_verified':
      return [section(say(locale, `their_${refusal.kind}`, values))];
    case 'not_registered':
      return buildExpertRefusal(refusal, locale);
  }
}

/** The expert, as those read it whom the claim is put to: who made it in their name stands beside. */
export function nameClaimant({ claim, expert }: Pick<ClaimFile, 'claim' | 'expert'>, locale: Locale): string {
  return nameThrough(expert.name, claim.throughAssistant, locale);
}

/** What the expert would read, to the assistant who reads it in their place. */
export function addressed(built: Message | undefined, expert: Expert, target: string, locale: Locale) {
  if (!built || !isAssistant(target, expert)) return built;
  return message(context(sayForWhom(expert, locale)), built.blocks);
}

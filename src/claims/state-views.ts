import { say as sayLink } from '../directory/words-links.ts';
import type { Locale } from '../i18n/locale.ts';
import { type Programme, showMoment } from '../programme/programme.ts';
import { type ClaimFile, isResting } from './claim.ts';
import { nameNeed } from './views.ts';
import { say } from './words.ts';

export interface Decider {
  /** As the audit trail has it. */
  act: string;
  who: string;
  at: Temporal.Instant;
  /** Somebody without an account answered by a link that this person had made. */
  isByLink?: boolean;
}

interface Standing {
  file: ClaimFile;
  programme: Programme;
  locale: Locale;
  /** Who took the last decision, once there is one. */
  decided: Decider | undefined;
}

/** Where the claim stands, and who brought it there: what a late click is told as well. While there is no date, that. */
export function sayState({ file, programme, locale, decided }: Standing): string {
  const { claim, demand } = file;
  if (isResting(file)) return say(locale, 'no_date_now', { need: nameNeed(demand, programme, locale) });
  const isLapsed = claim.state === 'expired' && decided?.act === 'lapse_claim';
  const state = say(locale, isLapsed ? 'state_lapsed' : `state_${claim.state}`);
  const values = { number: claim.number, state };
  if (!decided || claim.state === 'expired') return say(locale, 'state_now', values);
  const { at, isByLink } = decided;
  const who = isByLink ? sayLink(locale, 'by_link', { who: decided.who }) : decided.who;
  return say(locale, 'state_now_by', { ...values, who, when: showMoment(at, programme, locale) });
}

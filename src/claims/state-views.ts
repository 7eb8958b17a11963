import { nameThrough } from '../directory/assistant-views.ts';
import type { Expert } from '../directory/expert.ts';
import { say as sayLink } from '../directory/words-links.ts';
import type { Locale } from '../i18n/locale.ts';
import { type Programme, showMoment } from '../programme/programme.ts';
import { type ClaimFile, type Decider, isResting } from './claim.ts';
import { labelState, nameNeed } from './views.ts';
import { say } from './words.ts';

interface Standing {
  file: ClaimFile;
  programme: Programme;
  locale: Locale;
  /** Who took the last decision, once there is one. */
  decided: Decider | undefined;
}

/** Where the claim stands, and who brought it there: what a late click is told as well. While there is no date, that. */
export function sayState({ file, programme, locale, decided }: Standing): string {
  const { claim, demand, expert } = file;
  if (isResting(file)) return say(locale, 'no_date_now', { need: nameNeed(demand, programme, locale) });
  const isLapsed = claim.state === 'expired' && decided?.act === 'lapse_claim';
  const state = isLapsed ? say(locale, 'state_lapsed') : labelState(file, locale);
  const values = { number: claim.number, state };
  if (!decided || claim.state === 'expired') return say(locale, 'state_now', values);
  return say(locale, 'state_now_by', {
    ...values,
    who: sayWho(decided, expert, locale),
    when: showMoment(decided.at, programme, locale),
  });
}

/** Whoever decided: for the expert as their assistant, or by a link that this person had made. */
function sayWho({ who, isAssistant, isByLink }: Decider, { name }: Expert, locale: Locale): string {
  if (isByLink) return sayLink(locale, 'by_link', { who });
  return isAssistant ? nameThrough(name, who, locale) : who;
}

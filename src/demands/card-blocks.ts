import type { Locale } from '../i18n/locale.ts';
import { type Message, message, section } from '../slack/blocks.ts';
import type { Demand } from './demand.ts';
import { say } from './words.ts';

/** In place of the card of a need that is being checked again: nothing of it is public any more. */
export function buildTakenBackCard({ number }: Demand, locale: Locale): Message {
  return message(section(say(locale, 'taken_back_card', { number })));
}

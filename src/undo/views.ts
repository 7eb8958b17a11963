import type { Locale } from '../i18n/locale.ts';
import { type Message, message, section } from '../slack/blocks.ts';
import type { UndoableAct } from './undo.ts';
import { say } from './words.ts';

/** To whoever took it back: done, and where the thing stands now. */
export function buildUndone(act: UndoableAct, number: string, locale: Locale): Message {
  return message(section(say(locale, 'undone')), section(say(locale, `taken_back_${act}`, { number })));
}

/** To those who were told of the act. */
export function buildTakenBack(act: UndoableAct, number: string, locale: Locale): Message {
  return message(section(say(locale, `taken_back_${act}`, { number })));
}

/** Under the card, after a line that no longer holds. */
export function buildTakenBackNote(locale: Locale): Message {
  return message(section(say(locale, 'taken_back_note')));
}

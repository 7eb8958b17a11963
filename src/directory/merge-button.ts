import type { Button } from '@slack/types';
import type { Locale } from '../i18n/locale.ts';
import { button } from '../slack/blocks.ts';
import { ACTIONS } from '../slack/ids.ts';
import { say } from './words-recorded.ts';

/** Beside an expert or a unit that may be kept twice; what it opens stands in `register/`. */
export function buildMergeButton({ id, name }: { id: string; name: string }, locale: Locale): Button {
  const text = say(locale, 'merge');
  return button({ text, actionId: ACTIONS.merge, value: id, label: `${text} ${name}` });
}

/** Hands over everything of somebody; what it opens stands in `register/`. */
export function buildHandOverButton(locale: Locale): Button {
  return button({ text: say(locale, 'hand_over'), actionId: ACTIONS.handOver, value: 'new' });
}

/** Erases what is kept of an expert; what it opens stands in `privacy/`. */
export function buildEraseButton({ id, name }: { id: string; name: string }, locale: Locale): Button {
  const text = say(locale, 'erase_person');
  return button({
    text,
    actionId: ACTIONS.erasePerson,
    value: id,
    style: 'danger',
    label: `${text} ${name}`,
  });
}

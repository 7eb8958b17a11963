import type { Button } from '@slack/types';
import type { Locale } from '../i18n/locale.ts';
import { button } from '../slack/blocks.ts';
import { ACTIONS } from '../slack/ids.ts';
import { say } from './words.ts';

/** On the answer to an act that can be taken back; which those are, and for how long, stands in `undo/undo.ts`. */
export function undoButton(auditId: number, locale: Locale): Button {
  return button({ text: say(locale, 'undo'), actionId: ACTIONS.undo, value: String(auditId) });
}

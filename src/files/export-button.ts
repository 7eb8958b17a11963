import type { Button } from '@slack/types';
import type { Locale } from '../i18n/locale.ts';
import { button } from '../slack/blocks.ts';
import { ACTIONS } from '../slack/ids.ts';
import { say } from './words.ts';

/** Opens the modal `export` with what this is about: a year, a kind of paper, or the id of a need, claim or report. */
export function buildExportButton(value: string, locale: Locale): Button {
  return button({ text: say(locale, 'export'), actionId: ACTIONS.exportPaper, value });
}

import type { Button } from '@slack/types';
import { button } from '../slack/blocks.ts';
import { ACTIONS, type ActionId } from '../slack/ids.ts';
import { nameOf, type Shown } from './blocks.ts';
import { isOpen, type Summary, stateOf } from './summary.ts';
import { say } from './words.ts';

/** A button that acts on the summary. */
export function pressOn(
  summary: Summary,
  actionId: ActionId,
  text: string,
  shown: Omit<Shown, 'now'>,
  style?: 'primary',
): Button {
  const label = `${text} ${nameOf(summary, shown)}`;
  return button({ ...{ text, actionId, value: summary.id, label }, ...(style ? { style } : {}) });
}

/** What the bureau may do about a summary today. */
export function decisionButtons(summary: Summary, shown: Omit<Shown, 'now'>): Button[] {
  const { locale } = shown;
  const state = stateOf(summary);
  const giveBack = pressOn(summary, ACTIONS.returnSummary, say(locale, 'return'), shown);
  if (state === 'accepted') return [giveBack];
  if (state === 'waived') return [pressOn(summary, ACTIONS.extendSummary, say(locale, 'extend'), shown)];
  if (isOpen(summary))
    return [
      pressOn(summary, ACTIONS.extendSummary, say(locale, 'extend'), shown),
      pressOn(summary, ACTIONS.waiveSummary, say(locale, 'waive'), shown),
    ];
  if (state !== 'submitted') return [];
  return [pressOn(summary, ACTIONS.acceptSummary, say(locale, 'accept'), shown, 'primary'), giveBack];
}

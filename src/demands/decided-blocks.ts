import { undoButton } from '../directory/undo-button.ts';
import type { Locale } from '../i18n/locale.ts';
import { actions, context, type Message, message, section } from '../slack/blocks.ts';
import { nameMissing } from './blocks.ts';
import type { Demand } from './demand.ts';
import { buildEditButton } from './review-blocks.ts';
import { say } from './words.ts';

/** What the coordinator who decided reads; `undo` names the act where it can be taken back. */
export function buildDecided(
  {
    said,
    undo,
    matchedBy,
  }: {
    said: 'published_done' | 'published_private_done' | 'forwarded_done' | 'returned_done' | 'rejected_done';
    undo?: number;
    /** The field that experts are matched by from now on, in words. */
    matchedBy?: string;
  },
  { number }: Demand,
  locale: Locale,
): Message {
  return message(
    section(say(locale, said, { number })),
    matchedBy === undefined ? [] : context(say(locale, 'matched_by', { field: matchedBy })),
    actions(undo === undefined ? undefined : undoButton(undo, locale)),
  );
}

/** Publication refused: what is missing, and the way to add it. */
export function buildMissing(demand: Demand, locale: Locale): Message {
  const fields = nameMissing(demand, locale) ?? '';
  return message(
    section(say(locale, 'cannot_publish', { number: demand.number, fields })),
    actions(buildEditButton(demand, locale, 'add_missing')),
  );
}

import type { Button } from '@slack/types';
import type { Locale } from '../i18n/locale.ts';
import { button } from '../slack/blocks.ts';
import { ACTIONS } from '../slack/ids.ts';
import type { ClaimFile } from './claim.ts';
import { say } from './words.ts';

const AFTER_CONFIRMATION = {
  report_no_show: ACTIONS.reportNoShow,
  object_no_show: ACTIONS.objectNoShow,
  uphold_no_show: ACTIONS.upholdNoShow,
  dismiss_no_show: ACTIONS.dismissNoShow,
  waive_report: ACTIONS.waiveReport,
  recall_expert: ACTIONS.recallExpert,
} as const;

/** What may be done to a claim that has been confirmed. */
export function claimButtonFor(
  act: keyof typeof AFTER_CONFIRMATION,
  { claim, expert }: Pick<ClaimFile, 'claim' | 'expert'>,
  locale: Locale,
): Button {
  const text = say(locale, act);
  const label = `${text} ${expert.name} ${claim.number}`;
  return button({ text, actionId: AFTER_CONFIRMATION[act], value: claim.id, label });
}

/** Did they come or not: for the coordinators, who have both sides in sight. */
export function noShowButtons(file: Pick<ClaimFile, 'claim' | 'expert'>, locale: Locale): Button[] {
  return [claimButtonFor('uphold_no_show', file, locale), claimButtonFor('dismiss_no_show', file, locale)];
}

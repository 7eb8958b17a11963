import type { Button } from '@slack/types';
import type { Locale } from '../i18n/locale.ts';
import { button } from '../slack/blocks.ts';
import { ACTIONS } from '../slack/ids.ts';
import { type Demand, isServiceOver, type Seats } from './demand.ts';
import { say } from './words-after.ts';

type AfterWord = 'change' | 'postpone' | 'reopen' | 'close' | 'follow_up';

export function afterButton(
  act: AfterWord,
  { id, number }: Pick<Demand, 'id' | 'number'>,
  locale: Locale,
): Button {
  const text = say(locale, act);
  const actionId = actionOf(act);
  return button({ text, actionId, value: id, label: `${text} ${number}` });
}

function actionOf(act: AfterWord) {
  switch (act) {
    case 'change':
      return ACTIONS.editDemand;
    case 'postpone':
      return ACTIONS.postponeDemand;
    case 'reopen':
      return ACTIONS.reopenDemand;
    case 'close':
      return ACTIONS.closeDemand;
    case 'follow_up':
      return ACTIONS.followUp;
  }
}

/** Whoever claims it is confirmed at once: granted with the publication, or later. */
export function buildGrantButton(
  { id, number }: Pick<Demand, 'id' | 'number'>,
  locale: Locale,
  word: 'publish_instant' | 'grant_instant',
): Button {
  const text = say(locale, word);
  return button({ text, actionId: ACTIONS.grantInstant, value: id, label: `${text} ${number}` });
}

/** On the card: where the need stands, and that whoever claims it is confirmed at once. */
export function withInstant({ instant, state }: Demand, standing: string, locale: Locale): string {
  return instant && state === 'published' ? `${standing} · ${say(locale, 'instant')}` : standing;
}

/** What can be done to a need after its publication, as it stands today; what was served isn't opened again. */
export function afterButtons(
  demand: Demand,
  { confirmed }: Pick<Seats, 'confirmed'>,
  today: Temporal.PlainDate,
  locale: Locale,
): Button[] {
  const of = (...acts: AfterWord[]) => acts.map((act) => afterButton(act, demand, locale));
  const again = confirmed.length > 0 ? of('follow_up') : of('follow_up', 'reopen');
  switch (demand.state) {
    case 'published':
      return isServiceOver(demand, today) ? [...again, ...of('close')] : of('change', 'postpone', 'close');
    case 'postponed':
      return of('reopen', 'close');
    case 'closed':
      return again;
    case 'submitted':
    case 'returned':
    case 'rejected':
    case 'bureau_review':
    case 'cancelled':
      return [];
  }
}

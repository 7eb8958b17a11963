import { linkButton } from '../directory/link-button.ts';
import type { Locale } from '../i18n/locale.ts';
import { button } from '../slack/blocks.ts';
import { ACTIONS } from '../slack/ids.ts';
import { buildGrantButton } from './after-blocks.ts';
import { buildClaimForButton } from './claim-for-button.ts';
import type { Demand } from './demand.ts';
import { say } from './words.ts';

/** Experts can be asked for it, whoever is to answer about one may be given an address, or it can be cancelled. */
export function buildPublishedButtons(demand: Demand, locale: Locale, offersLinks: boolean) {
  return [
    buildAskButton(demand, locale),
    buildClaimForButton(demand, locale),
    demand.instant ? undefined : buildGrantButton(demand, locale, 'grant_instant'),
    offersLinks ? linkButton(demand.id, demand.number, locale) : undefined,
    buildCancelButton(demand, locale),
  ];
}

/** Opens the window in which the experts who fit best are asked. */
export function buildAskButton({ id, number }: Demand, locale: Locale) {
  const text = say(locale, 'ask_experts');
  return button({ text, actionId: ACTIONS.askExperts, value: id, label: `${text} ${number}` });
}

/** Opens the window that asks why. */
export function buildCancelButton({ id, number }: Demand, locale: Locale) {
  const text = say(locale, 'cancel');
  return button({ text, actionId: ACTIONS.cancelDemand, value: id, label: `${text} ${number}` });
}

import type { Button } from '@slack/types';
import type { Locale } from '../i18n/locale.ts';
import { wordsOf } from '../i18n/words.ts';
import { button } from '../slack/blocks.ts';
import { ACTIONS } from '../slack/ids.ts';
import type { Demand } from './demand.ts';

const say = wordsOf({
  zh: { claim_for: '代专家认领' },
  en: { claim_for: 'Claim for an expert' },
});

/** For coordinators: claims it for somebody who has no account, or asked them to. */
export function buildClaimForButton({ id, number }: Pick<Demand, 'id' | 'number'>, locale: Locale): Button {
  const text = say(locale, 'claim_for');
  return button({ text, actionId: ACTIONS.claimFor, value: id, label: `${text} ${number}` });
}

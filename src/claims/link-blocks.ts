import type { Button, KnownBlock } from '@slack/types';
import { linkButton } from '../directory/link-button.ts';
import { say } from '../directory/words-links.ts';
import type { Locale } from '../i18n/locale.ts';
import { section } from '../slack/blocks.ts';
import { type Claim, type ClaimFile, otherDateOf } from './claim.ts';

/** For a coordinator: whoever is asked may answer by an address, without an account. */
export function linkButtons({
  file: { claim, expert },
  locale,
  onBehalf,
  offersLinks = false,
}: {
  file: Pick<ClaimFile, 'claim' | 'expert'>;
  locale: Locale;
  onBehalf: boolean;
  offersLinks?: boolean | undefined;
}): Button[] {
  return onBehalf && offersLinks ? [linkButton(claim.id, `${expert.name} ${claim.number}`, locale)] : [];
}

/** For a coordinator: whoever answered by an address would like another date. */
export function buildOtherDate(claim: Claim, locale: Locale): KnownBlock[] {
  const text = otherDateOf(claim);
  return text === undefined ? [] : [section(say(locale, 'other_date', { text }))];
}

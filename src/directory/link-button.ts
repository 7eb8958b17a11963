import type { Button } from '@slack/types';
import type { Locale } from '../i18n/locale.ts';
import { button, confirmation } from '../slack/blocks.ts';
import { ACTIONS } from '../slack/ids.ts';
import { say } from './words-links.ts';

/**
 * Makes an address by which somebody without an account answers; only where addresses can be given (`offersLinks`).
 *
 * @param value the claim, the report, the need of which any waits, or the home unit that is asked in advance
 * @param name what a screen reader says of it
 */
export function linkButton(
  value: string,
  name: string,
  locale: Locale,
  word: 'make_link' | 'make_link_in_advance' = 'make_link',
): Button {
  const text = say(locale, word);
  return button({
    text,
    actionId: ACTIONS.makeLink,
    value,
    label: `${text} ${name}`,
    confirm: confirmation({
      title: say(locale, 'make_title'),
      text: say(locale, 'make_text'),
      confirm: say(locale, 'make_confirm'),
      deny: say(locale, 'make_deny'),
    }),
  });
}

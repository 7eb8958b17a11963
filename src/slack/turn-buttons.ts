import type { KnownBlock } from '@slack/types';
import type { Locale } from '../i18n/locale.ts';
import { actions, button } from './blocks.ts';
import { ACTIONS } from './ids.ts';
import { say } from './say.ts';

/** To the pages before and after this one, where there are such; a press carries the page's number, or what names it. */
export function turnButtons(
  page: number,
  pages: number,
  locale: Locale,
  carry: (page: number) => string = String,
): KnownBlock[] {
  return actions(
    page > 1
      ? button({
          text: say(locale, 'previous_page'),
          actionId: ACTIONS.previousPage,
          value: carry(Math.min(page - 1, pages)),
        })
      : undefined,
    page < pages
      ? button({ text: say(locale, 'next_page'), actionId: ACTIONS.nextPage, value: carry(page + 1) })
      : undefined,
  );
}

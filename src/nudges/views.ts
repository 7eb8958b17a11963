import type { ModalView } from '@slack/types';
import type { Locale } from '../i18n/locale.ts';
import { section } from '../slack/blocks.ts';
import { dateField, type Typed, textField, userField } from '../slack/form.ts';
import { VIEWS } from '../slack/ids.ts';
import { say as sayShared } from '../slack/say.ts';
import { modal } from '../slack/view.ts';
import { say } from './words.ts';

/** Asks whose the duty is, with room for a reason. */
export function buildNotMineForm(duty: string, locale: Locale): ModalView {
  return modal({
    callbackId: VIEWS.notMine,
    title: say(locale, 'not_mine_title'),
    submit: sayShared(locale, 'submit'),
    close: sayShared(locale, 'cancel'),
    metadata: { duty },
    blocks: [
      section(say(locale, 'not_mine_intro')),
      userField('user', say(locale, 'not_mine_user')),
      textField('reason', say(locale, 'not_mine_reason'), { multiline: true, max: 1000, optional: true }),
    ],
  });
}

/** Asks until when somebody is away, and who stands in. */
export function buildAwayForm(typed: Typed, locale: Locale): ModalView {
  return modal({
    callbackId: VIEWS.goAway,
    title: say(locale, 'away_title'),
    submit: say(locale, 'save'),
    close: sayShared(locale, 'cancel'),
    blocks: [
      section(say(locale, 'away_intro')),
      dateField('until', say(locale, 'away_until'), {
        ...{ typed, optional: true, hint: say(locale, 'away_until_hint') },
      }),
      userField('user', say(locale, 'away_user'), {
        ...{ typed, optional: true, hint: say(locale, 'away_user_hint') },
      }),
    ],
  });
}

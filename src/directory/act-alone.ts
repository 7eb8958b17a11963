import type { App } from '@slack/bolt';
import type { ModalView } from '@slack/types';
import type { Locale } from '../i18n/locale.ts';
import { findProgrammeOf } from '../programme/repository.ts';
import { context, section } from '../slack/blocks.ts';
import { checkboxField, type Typed } from '../slack/form.ts';
import { VIEWS } from '../slack/ids.ts';
import type { Ask, Deps, Submission } from '../slack/interaction.ts';
import { pressAgain } from '../slack/press-again.ts';
import { say as sayShared } from '../slack/say.ts';
import type { Answer } from '../slack/submit.ts';
import { modal, readMetadata } from '../slack/view.ts';
import type { Act } from './permissions.ts';
import { say } from './words.ts';

/** `act_alone`: the second look of a coordinator whose own thing it is, where nobody else could do it. */
export function buildActAlone(
  locale: Locale,
  why: string,
  { act, value, chosen = {} }: { act: Act; value: string; chosen?: Typed | undefined },
): ModalView {
  const options = [{ value: 'yes', text: say(locale, 'alone_confirm') }];
  return modal({
    callbackId: VIEWS.actAlone,
    title: say(locale, 'alone_title'),
    submit: say(locale, 'alone_submit'),
    close: sayShared(locale, 'cancel'),
    metadata: { act, value, chosen: JSON.stringify(chosen) },
    blocks: [
      section(why),
      checkboxField('confirm', say(locale, 'alone_confirm'), options, { optional: false }),
      context(say(locale, 'alone_mark')),
    ],
  });
}

/** An act is called like the button that does it: once confirmed, that button is pressed again. */
export async function submitActAlone(app: App, ask: Submission): Promise<Answer> {
  const { typed, metadata, locale } = ask;
  if (!typed.confirm?.includes('yes')) return { errors: { confirm: say(locale, 'alone_needed') } };
  const { act: actionId = '', value = '', chosen = '' } = metadata;
  return pressAgain(app, ask, { actionId, value, chosen: readMetadata(chosen) });
}

/** The programme year in which something without a year of its own is done. */
export async function yearOf({ db }: Deps, ask: Ask): Promise<number> {
  const programme = await findProgrammeOf(db, ask);
  return programme?.year ?? ask.now.toZonedDateTimeISO('Asia/Shanghai').year;
}

import type { ModalView } from '@slack/types';
import type { Locale } from '../i18n/locale.ts';
import { context, type Message, message, section } from '../slack/blocks.ts';
import { channelField, dateField, selectField, type Typed, textField } from '../slack/form.ts';
import { VIEWS } from '../slack/ids.ts';
import { say as sayShared } from '../slack/say.ts';
import { modal } from '../slack/view.ts';
import type { Programme } from './programme.ts';
import { say } from './words.ts';

/** The form of the programme year, with what the notice of 2013 suggests for the year of `today`. */
export function buildSetUpForm(locale: Locale, today: Temporal.PlainDate, typed: Typed): ModalView {
  const filled: Typed = {
    year: String(today.year),
    target_experts: '300',
    opens_on: today.toString(),
    deadline: `${today.year}-12-31`,
    time_zone: 'Asia/Shanghai',
    language: 'zh',
    published_by: 'district',
    ...typed,
  };
  return modal({
    callbackId: VIEWS.setUpProgramme,
    title: say(locale, 'set_up_title'),
    submit: say(locale, 'save'),
    close: sayShared(locale, 'cancel'),
    blocks: [
      textField('name', say(locale, 'name'), {
        typed: filled,
        max: 200,
        placeholder: '天津市专家服务基层行动',
      }),
      textField('year', say(locale, 'year'), { typed: filled, max: 10 }),
      textField('document_no', say(locale, 'document_no'), { typed: filled, max: 100, optional: true }),
      textField('target_experts', say(locale, 'target_experts'), { typed: filled, max: 20 }),
      dateField('opens_on', say(locale, 'opens_on'), { typed: filled }),
      dateField('deadline', say(locale, 'deadline'), { typed: filled }),
      textField('time_zone', say(locale, 'time_zone'), { typed: filled, max: 60 }),
      channelField('channel', say(locale, 'channel'), { typed: filled, hint: say(locale, 'channel_hint') }),
      selectField(
        'language',
        say(locale, 'language'),
        [
          { value: 'zh', text: say(locale, 'chinese') },
          { value: 'en', text: say(locale, 'english') },
        ],
        { typed: filled },
      ),
      selectField(
        'published_by',
        say(locale, 'published_by'),
        [
          { value: 'district', text: say(locale, 'by_district') },
          { value: 'bureau', text: say(locale, 'by_bureau') },
        ],
        { typed: filled },
      ),
    ],
  });
}

/** The first post in the channel: what will appear here, and who set it up. */
export function buildWelcome({ name, year, language }: Programme, who: string): Message {
  return message(
    section(say(language, 'welcome', { name, year, who })),
    context(say(language, 'welcome_how')),
  );
}

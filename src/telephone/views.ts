import type { KnownBlock } from '@slack/types';
import type { Locale } from '../i18n/locale.ts';
import { actions, button, context, header, type Message, message, section } from '../slack/blocks.ts';
import { ACTIONS } from '../slack/ids.ts';
import { shorten } from '../slack/text.ts';
import { type Calls, LONGEST_SMS, type Telling } from './line.ts';
import { say, sayTold } from './words.ts';

/** A message has room for so many calls, each with its text and buttons; a Home for fewer. */
export const MOST_IN_MESSAGE = 14;
export const MOST_AT_HOME = 4;

/** In one language the reader's, in the other the text that is copied. */
export interface Languages {
  locale: Locale;
  /** Of the programme: what is sent to those who are rung. */
  sms: Locale;
}

/** All of a day's calls, in one message. */
export function buildBundle(calls: Calls, languages: Languages): Message {
  const { locale } = languages;
  const n = calls.shown.length + calls.more;
  if (n === 0) return message(section(say(locale, 'nothing_left')));
  return message(
    header(say(locale, 'bundle_title', { n })),
    context(say(locale, 'bundle_hint')),
    buildSome(calls, languages),
  );
}

/** A day's message, once the next one has all that still waits. */
export function buildMerged(locale: Locale): Message {
  return message(section(say(locale, 'merged')));
}

/** The same in a coordinator's Home. */
export function buildAtHome(calls: Calls, languages: Languages): KnownBlock[] {
  const n = calls.shown.length + calls.more;
  if (n === 0) return [];
  return [section(say(languages.locale, 'home_title', { n })), ...buildSome(calls, languages)];
}

function buildSome({ shown, more: n }: Calls, languages: Languages): KnownBlock[] {
  return [
    ...shown.flatMap((one) => buildLine(one, languages)),
    ...(n > 0 ? [context(say(languages.locale, 'more', { n }))] : []),
  ];
}

function buildLine(telling: Telling, { locale, sms }: Languages): KnownBlock[] {
  const { id, name, unit, phone: known, buttons } = telling;
  const phone = known || say(locale, 'no_phone', { unit });
  const told = button({
    text: say(locale, 'told_them'),
    actionId: ACTIONS.toldThem,
    value: String(id),
    label: `${say(locale, 'told_them')} ${name}`,
  });
  return [
    section(say(locale, 'line', { name, phone, what: sayWhole(telling, locale) }), told),
    buildSms(writeSms(telling, sms)),
    ...actions(...buttons),
  ];
}

/** Text that Slack neither reads nor links, so that it is copied as it stands. */
function buildSms(text: string): KnownBlock {
  return {
    type: 'rich_text',
    elements: [{ type: 'rich_text_preformatted', elements: [{ type: 'text', text }] }],
  };
}

function sayWhole({ word, values, number, title, when, place }: Telling, locale: Locale): string {
  const about = [`${number} ${title(locale)}`.trim(), when(locale), place(locale)].filter(Boolean);
  const told = sayTold(locale, word, values);
  return about.length > 0 ? `${told}\n${about.join(COMMA[locale])}` : told;
}

const COMMA: Record<Locale, string> = { zh: '，', en: ', ' };

/** Of seventy characters at most, on one line; what matters most comes first. */
export function writeSms({ word, values, title, when, place }: Telling, locale: Locale): string {
  const parts = [when(locale), shorten(title(locale), 16), place(locale)].filter(Boolean);
  const what = [sayTold(locale, word, shortened(values)), ...parts].join(COMMA[locale]);
  return shorten(say(locale, 'sms', { what }).replaceAll(/\s+/g, ' ').trim(), LONGEST_SMS);
}

function shortened(values: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, shorten(value, 20)]));
}

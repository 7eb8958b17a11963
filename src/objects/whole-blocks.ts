import type { Button, KnownBlock } from '@slack/types';
import type { Locale } from '../i18n/locale.ts';
import { button, context, facts, header, type Mention, section } from '../slack/blocks.ts';
import { ACTIONS } from '../slack/ids.ts';
import { splitText } from '../slack/text.ts';
import { type ObjectRef, writeRef } from './object.ts';
import { say } from './words.ts';

/** Longer than this, a text stands by itself under its label. */
const SHORT = 300;
/** Slack's section takes 3,000 characters; what stands in it may be wrapped in two more. */
const PIECE = 2900;

type Line = readonly [label: string, value: string | Mention | undefined];

/** Each line with its label, and nothing cut: what is long stands by itself, in as many sections as it needs. */
export function wholeOf(lines: readonly Line[]): KnownBlock[] {
  const said = lines.filter(([, value]) => value !== undefined && value !== '');
  const short = said.filter(([, value]) => typeof value === 'object' || (value?.length ?? 0) <= SHORT);
  return [
    ...(short.length > 0 ? [facts(short)] : []),
    ...said.flatMap(([label, value]) =>
      typeof value === 'string' && value.length > SHORT ? longText(label, value) : [],
    ),
  ];
}

export function longText(label: string, text: string): KnownBlock[] {
  if (text === '') return [];
  const named = label ? [context(label)] : [];
  return [...named, ...splitText(text, PIECE).map((piece) => section(piece))];
}

/** Lines that each lead on to another thing; more than these are counted. */
export function listOf(
  title: string,
  rows: readonly { text: string; to?: ObjectRef | undefined; name: string }[],
  most: number,
  locale: Locale,
): KnownBlock[] {
  if (rows.length === 0) return [];
  const more = rows.length - most;
  return [
    header(title),
    ...rows.slice(0, most).map(({ text, to, name }) => section(text, to && openButton(to, name, locale))),
    ...(more > 0 ? [context(say(locale, 'more', { n: more }))] : []),
  ];
}

export function openButton(to: ObjectRef, name: string, locale: Locale): Button {
  const text = say(locale, 'open');
  return button({ text, actionId: ACTIONS.openObject, value: writeRef(to), label: `${text} ${name}` });
}

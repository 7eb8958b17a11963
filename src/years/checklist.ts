import type { KnownBlock } from '@slack/types';
import type { YearAsk } from '../room.ts';
import { context, header, type Message, message, section } from '../slack/blocks.ts';
import { type Left, sayLeft } from './left.ts';
import { say } from './words.ts';

/** As many of each room as one answer has space for; the next look shows the rest. */
const MOST = 6;

/** What has to be done before the year can be closed: each with who is asked, and the buttons that do it. */
export function buildChecklist(
  left: readonly (Left & { items: readonly KnownBlock[][] })[],
  { programme: { year }, locale }: Pick<YearAsk, 'programme' | 'locale'>,
): Message {
  return message(
    header(say(locale, 'checklist_title', { year })),
    section(sayLeft(left, locale)),
    ...left.flatMap(({ items }) => [
      ...items.slice(0, MOST),
      items.length > MOST ? [context(say(locale, 'left_more', { n: items.length - MOST }))] : [],
    ]),
  );
}

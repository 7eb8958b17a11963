import type { ModalView } from '@slack/types';
import type { Locale } from '../i18n/locale.ts';
import { joinNames } from '../i18n/words.ts';
import { districtName } from '../programme/places.ts';
import {
  actions,
  button,
  context,
  divider,
  header,
  type Message,
  message,
  section,
} from '../slack/blocks.ts';
import { ACTIONS, VIEWS } from '../slack/ids.ts';
import { say as sayShared } from '../slack/say.ts';
import { shorten } from '../slack/text.ts';
import { turnButtons } from '../slack/turn-buttons.ts';
import { modal } from '../slack/view.ts';
import type { Answer } from './answer.ts';
import { type Asking, ROWS_A_PAGE } from './asking.ts';
import { carriedBy } from './carried.ts';
import { isLimited } from './reach.ts';
import { type NamedOne, sayScope, sayTips, sayUnderstood } from './said.ts';
import { say } from './words.ts';

/** An answer with what belongs beside it. */
export interface AnswerView {
  answer: Answer;
  named: readonly NamedOne[];
  /** As they were typed. */
  unknown: readonly string[];
  /** From 1. */
  page: number;
  /** By now, in words. */
  asOf: string;
  /** Reports that have changed since the figure that was pressed was worked out, and when that was. */
  changed?: { n: number; when: string } | undefined;
}

/** The sentence that answers. */
export function sayAnswer(asking: Asking, { answer, named }: Pick<AnswerView, 'answer' | 'named'>): string {
  return say(asking.locale, 'head', { scope: sayScope(asking, named), what: answer.what });
}

/** The answer in one sentence, what was understood and what wasn't, a page of what it counts, and the spreadsheet. */
export function buildAnswer(asking: Asking, view: AnswerView): ModalView {
  const { locale, question, way } = asking;
  const { answer, page, changed } = view;
  const pages = pagesOf(answer.total);
  const rows = answer.rows.filter(({ opens }) => opens !== '');
  return modal({
    callbackId: VIEWS.findList,
    title: say(locale, 'title'),
    close: sayShared(locale, 'close'),
    metadata: carriedBy({ question, way, page }),
    blocks: [
      section(sayAnswer(asking, view)),
      context(...notesOf(asking, view)),
      ...(view.unknown.length > 0 ? [section(sayUnknown(view.unknown, locale))] : []),
      ...(changed ? [section(say(locale, 'changed', { ...changed }))] : []),
      ...actions(
        answer.rows.length > 0
          ? button({ text: say(locale, 'sheet'), actionId: ACTIONS.questionSheet, value: 'xlsx' })
          : undefined,
      ),
      divider(),
      ...rows.map(({ text, opens, number }) =>
        section(
          text,
          button({
            text: say(locale, 'open'),
            actionId: ACTIONS.openObject,
            value: opens,
            label: `${say(locale, 'open')} ${number}`,
          }),
        ),
      ),
      ...(answer.isEmpty ? [section(sayTips(asking))] : []),
      ...(answer.hidden > 0 ? [context(say(locale, 'hidden', { n: answer.hidden }))] : []),
      ...(pages > 1 ? [context(say(locale, 'page', { page, pages, total: answer.total }))] : []),
      ...turnButtons(page, pages, locale),
    ],
  });
}

export function pagesOf(total: number): number {
  return Math.max(1, Math.ceil(total / ROWS_A_PAGE));
}

function notesOf(asking: Asking, { named, asOf }: AnswerView): string[] {
  const { locale, question, reach, way, programme } = asking;
  const isOfReports = !['needs', 'slots', 'claims'].includes(question.asked);
  const isOutside =
    way === 'words' && isLimited(reach) && question.districts.length > 0 && question.asked !== 'gaps';
  const outside = question.districts.filter(
    (slug) => isOutside && reach.districts.length > 0 && !reach.districts.includes(slug),
  );
  const names = outside.map((slug) => districtName(slug, locale, programme.year));
  return [
    sayUnderstood(asking, named),
    ...(isOfReports ? [say(locale, 'only_accepted')] : []),
    ...(way === 'words' && isLimited(reach) && question.asked !== 'gaps' ? [say(locale, 'within')] : []),
    ...(names.length > 0 ? [say(locale, 'outside', { districts: joinNames(names, locale) })] : []),
    say(locale, 'as_of', { when: asOf }),
  ];
}

/** As many words as one reads. */
const MOST_WORDS = 8;

function sayUnknown(unknown: readonly string[], locale: Locale): string {
  const words = unknown
    .slice(0, MOST_WORDS)
    .map((word) => say(locale, 'quoted', { word: shorten(word, 40) }));
  return say(locale, 'unknown', { words: joinNames(words, locale) });
}

export const EXAMPLES = ['example_1', 'example_2', 'example_3', 'example_4', 'example_5'] as const;

/** `/expert find` without words: questions to press, or to copy and change. */
export function buildExamples(locale: Locale): Message {
  return message(
    header(say(locale, 'examples_title')),
    section(say(locale, 'examples')),
    ...EXAMPLES.map((key) =>
      section(
        `/expert find ${say(locale, key)}`,
        button({
          text: say(locale, 'ask'),
          actionId: ACTIONS.askQuestion,
          value: key,
          label: `${say(locale, 'ask')} ${say(locale, key)}`,
        }),
      ),
    ),
  );
}

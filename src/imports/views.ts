import type { KnownBlock } from '@slack/types';
import type { Locale } from '../i18n/locale.ts';
import { joinNames } from '../i18n/words.ts';
import { actions, context, facts, header, type Message, message, section } from '../slack/blocks.ts';
import { answerButton, applyButton, dropButton, refusedButton, templateButton } from './buttons.ts';
import { buildEnd, kindLabel, nameOf, type Shown, sayFault, stateLabel } from './end-views.ts';
import { type Import, needsAnother, unansweredIn } from './import.ts';
import { say } from './words.ts';

/** As many refused rows stand in the message. */
export const REFUSED_SHOWN = 20;

/** To whoever put it in: one message from its arrival to its end. */
export function buildImport(one: Import, shown: Shown): Message {
  const { locale } = shown;
  const { state, fileName: file, rows } = one;
  const kind = kindLabel(one.kind, locale);
  switch (state) {
    case 'reading':
      return message(section(say(locale, rows > 0 ? 'checking' : 'reading', { file, kind, rows })));
    case 'refused':
      return message(
        header(say(locale, 'refused_title', { file })),
        section(sayFault(one, shown)),
        ...actions(templateButton(one.kind, locale)),
      );
    case 'checked':
      return message(
        header(say(locale, 'checked_title', { file, kind, rows })),
        countsOf(one, locale),
        ...sayRefused(one, shown),
        ...sayTurn(one, shown),
        ...actions(
          answerButton(one, locale),
          applyButton(one, locale),
          refusedButton(one, locale),
          dropButton(one, locale),
        ),
      );
    case 'applied':
    case 'dropped':
    case 'undone':
      return message(...buildEnd(one, shown));
  }
}

/** To those who could confirm it in the uploader's place. */
export function buildReview(one: Import, shown: Shown): Message {
  const { locale, names } = shown;
  const { state, fileName: file, rows } = one;
  if (state !== 'checked') return message(...buildEnd(one, shown));
  const kind = kindLabel(one.kind, locale);
  const who = nameOf(one.uploadedBy, names);
  return message(
    header(say(locale, 'review_title', { file, kind, rows })),
    section(say(locale, one.kind === 'reports' ? 'review_note_reports' : 'review_note', { who })),
    countsOf(one, locale),
    ...actions(
      answerButton(one, locale),
      applyButton(one, locale),
      refusedButton(one, locale),
      dropButton(one, locale),
    ),
  );
}

/** Where it stands, to a press that came late. */
export function explainState({ state }: Pick<Import, 'state'>, locale: Locale): Message {
  return message(section(say(locale, 'state_now', { state: stateLabel(state, locale) })));
}

/** In the Home of those who could confirm it. */
export function buildWaiting(one: Import, locale: Locale): KnownBlock[] {
  const { fileName: file, rows } = one;
  return [
    section(say(locale, 'home_waiting', { file, kind: kindLabel(one.kind, locale), rows })),
    ...actions(answerButton(one, locale), applyButton(one, locale), dropButton(one, locale)),
  ];
}

function countsOf(one: Import, locale: Locale): KnownBlock {
  const open = unansweredIn(one);
  const likely =
    open > 0 ? say(locale, 'rows_open', { n: one.likely, open }) : say(locale, 'rows_of', { n: one.likely });
  return facts([
    [say(locale, 'count_good'), say(locale, 'rows_of', { n: one.good })],
    [say(locale, 'count_refused'), one.refused > 0 ? say(locale, 'rows_of', { n: one.refused }) : undefined],
    [say(locale, 'count_likely'), one.likely > 0 ? likely : undefined],
  ]);
}

function sayRefused(
  { refused, unread, good, likely }: Import,
  { locale, refused: rows }: Shown,
): KnownBlock[] {
  const lines = rows.flatMap(({ no: row, faults }) =>
    faults.slice(0, 3).map(({ column, why }) => say(locale, 'row_line', { row, column, why })),
  );
  const more = refused - rows.length;
  const columns = joinNames(unread, locale);
  return [
    ...(lines.length > 0 ? [section(lines.join('\n'))] : []),
    ...(more > 0 ? [context(say(locale, 'row_more', { n: more }))] : []),
    ...(refused > 0 ? [context(say(locale, good + likely > 0 ? 'left_out' : 'nothing_good'))] : []),
    ...(unread.length > 0 ? [context(say(locale, 'unread', { columns }))] : []),
  ];
}

function sayTurn(one: Import, { locale, asked }: Shown): KnownBlock[] {
  if (!needsAnother(one.kind) || one.good + one.likely === 0) return [];
  if (asked.length === 0) return [section(say(locale, 'nobody_else'))];
  const some = joinNames(asked.slice(0, 3), locale);
  const who = asked.length > 3 ? say(locale, 'and_more', { names: some }) : some;
  return [section(say(locale, 'asked_others', { who }))];
}

import type { KnownBlock } from '@slack/types';
import type { Locale } from '../i18n/locale.ts';
import { joinNames } from '../i18n/words.ts';
import { type Programme, showMoment } from '../programme/programme.ts';
import { actions, context, facts, header, type Message, message, section } from '../slack/blocks.ts';
import {
  answerButton,
  applyButton,
  dropButton,
  refusedButton,
  templateButton,
  undoButton,
} from './buttons.ts';
import { type Import, needsAnother, type RowFault, type State, unansweredIn } from './import.ts';
import { MOST_BYTES } from './sheet.ts';
import { say } from './words.ts';

/** A list with what must be known of others to show it. */
export interface Shown {
  locale: Locale;
  /** The year for new things: by its clock moments are told. */
  programme: Programme;
  /** People's names, by id. */
  names: ReadonlyMap<string, string>;
  /** The first rows that are refused. */
  refused: readonly { no: number; faults: readonly RowFault[] }[];
  /** Who is asked to confirm it, by name. */
  asked: readonly string[];
  /** Some of what may stand above the columns. */
  headings: string;
}

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

/** What became of it. */
function buildEnd(one: Import, { locale, programme, names }: Shown): KnownBlock[] {
  const { fileName: file, appliedRows: n, appliedBy, appliedAt, endedBy } = one;
  const kind = kindLabel(one.kind, locale);
  switch (one.state) {
    case 'applied': {
      const when = appliedAt ? showMoment(appliedAt, programme, locale) : '';
      const same = one.good + one.likely - n;
      return [
        section(say(locale, 'applied', { file, kind, n, who: nameOf(appliedBy, names), when })),
        ...(same > 0 ? [context(say(locale, 'applied_skipped', { n: same }))] : []),
        ...(one.kind === 'demands' ? [context(say(locale, 'applied_demands'))] : []),
        ...actions(undoButton(one, locale)),
      ];
    }
    case 'dropped':
      return [
        section(
          endedBy ? say(locale, 'dropped', { file }) : say(locale, 'dropped_stale', { file, days: 14 }),
        ),
      ];
    case 'undone':
      return [section(say(locale, 'undone', { file, n, who: nameOf(endedBy, names) }))];
    case 'reading':
    case 'refused':
    case 'checked':
      return [section(say(locale, 'state_now', { state: stateLabel(one.state, locale) }))];
  }
}

/** What is new to people, by the part they have in it. */
export type ToldAs = 'review' | 'service' | 'applied';

/** One message to each person whom an applied list concerns. */
export function buildTold(one: Import, as: ToldAs, n: number, { locale, names }: Shown): Message {
  const { fileName: file } = one;
  if (one.state !== 'applied') return message(section(say(locale, 'told_undone', { file })));
  const who = nameOf(one.appliedBy, names);
  switch (as) {
    case 'review':
      return message(section(say(locale, 'told_review', { who, file, n })));
    case 'service':
      return message(section(say(locale, 'told_service', { who, file, n })));
    case 'applied': {
      const kind = kindLabel(one.kind, locale);
      return message(section(say(locale, 'told_applied', { who, file, kind, n: one.appliedRows })));
    }
  }
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

function sayFault({ fault }: Import, { locale, names, headings }: Shown): string {
  const { code = 'damaged', values = {} } = fault ?? {};
  const who = typeof values.by === 'string' ? nameOf(values.by, names) : '';
  const given = { max: MOST_BYTES / 1024 / 1024, headings, ...values, who };
  const known = FAULTS.find((one) => one === `fault_${code}`) ?? 'fault_damaged';
  return say(locale, known, given);
}

const FAULTS = [
  'fault_empty_file',
  'fault_not_a_sheet',
  'fault_old_or_locked',
  'fault_locked',
  'fault_damaged',
  'fault_too_many_parts',
  'fault_unpacks_too_large',
  'fault_foreign_entities',
  'fault_too_far',
  'fault_bad_cell',
  'fault_bad_text',
  'fault_bad_quotes',
  'fault_no_headings',
  'fault_heading_twice',
  'fault_no_rows',
  'fault_too_many_rows',
  'fault_too_slow',
  'fault_too_much',
  'fault_gone',
  'fault_too_large',
  'fault_elsewhere',
  'fault_not_allowed',
  'fault_unreachable',
  'fault_gave_up',
  'fault_applied_before',
] as const;

function nameOf(userId: string | undefined, names: ReadonlyMap<string, string>): string {
  return userId ? (names.get(userId) ?? userId) : '';
}

export function kindLabel(kind: Import['kind'], locale: Locale): string {
  return say(locale, `kind_${kind}`);
}

export function stateLabel(state: State, locale: Locale): string {
  return say(locale, `state_${state}`);
}

import type { KnownBlock } from '@slack/types';
import type { Locale } from '../i18n/locale.ts';
import { type Programme, showMoment } from '../programme/programme.ts';
import { actions, context, type Message, message, section } from '../slack/blocks.ts';
import { undoButton } from './buttons.ts';
import { type Import, type RowFault, type State, WAITS_HOURS } from './import.ts';
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

/** What became of it. */
export function buildEnd(one: Import, { locale, programme, names }: Shown): KnownBlock[] {
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
          endedBy
            ? say(locale, 'dropped', { file })
            : say(locale, 'dropped_stale', { file, days: WAITS_HOURS / 24 }),
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

/** Why it wasn't taken, and what to do. */
export function sayFault({ fault }: Import, { locale, names, headings }: Shown): string {
  const { code = 'damaged', values = {} } = fault ?? {};
  const who = typeof values.by === 'string' ? nameOf(values.by, names) : '';
  // A fault that an older release wrote may say less.
  const unsaid = { n: '', row: '', column: '', what: '', cell: '', heading: '', columns: '' };
  const given = { ...unsaid, max: MOST_BYTES / 1024 / 1024, headings, ...values, who };
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

export function nameOf(userId: string | undefined, names: ReadonlyMap<string, string>): string {
  return userId ? (names.get(userId) ?? userId) : '';
}

export function kindLabel(kind: Import['kind'], locale: Locale): string {
  return say(locale, `kind_${kind}`);
}

export function stateLabel(state: State, locale: Locale): string {
  return say(locale, `state_${state}`);
}

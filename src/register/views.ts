import type { KnownBlock, ModalView } from '@slack/types';
import type { Locale } from '../i18n/locale.ts';
import { joinNames } from '../i18n/words.ts';
import { context, type Message, message, section } from '../slack/blocks.ts';
import { checkboxField, type Option, type Typed, userField } from '../slack/form.ts';
import { VIEWS } from '../slack/ids.ts';
import { say as sayShared } from '../slack/say.ts';
import { searchField } from '../slack/search-field.ts';
import { modal } from '../slack/view.ts';
import { say } from './words.ts';

/** One of the register, as people tell it from others. */
export interface Entry {
  kind: 'expert' | 'unit';
  id: string;
  name: string;
  /** The employer; the district or system of a unit. */
  detail: string;
}

/** What would follow into the one that was chosen, and what stands against it. */
export interface Preview {
  into: Entry;
  what: readonly string[];
  clashes: readonly string[];
}

export const INTO = 'into';
export const FROM_USER = 'from_user';

export function nameEntry({ name, detail }: Entry, locale: Locale): string {
  return detail ? say(locale, 'named', { name, detail }) : name;
}

export function optionOfEntry(entry: Entry, locale: Locale): Option {
  return { value: entry.id, text: nameEntry(entry, locale) };
}

/** Which one stays; once that is chosen, what follows and what stands against it. */
export function buildMergeForm(
  locale: Locale,
  entry: Entry,
  typed: Typed,
  { preview, untickedOnce = false }: { preview?: Preview | undefined; untickedOnce?: boolean } = {},
): ModalView {
  const { kind, id, name, detail } = entry;
  const options = [{ value: 'yes', text: say(locale, kind === 'expert' ? 'same_person' : 'same_unit') }];
  return modal({
    callbackId: VIEWS.merge,
    title: say(locale, 'merge_title'),
    submit: say(locale, 'merge'),
    close: sayShared(locale, 'cancel'),
    metadata: { id },
    blocks: [
      section(say(locale, `merge_note_${kind}`, { name, detail: detail || '–' })),
      searchField(INTO, say(locale, `into_${kind}`), preview ? [optionOfEntry(preview.into, locale)] : [], {
        typed,
        hint: say(locale, 'into_hint'),
        dispatch: true,
      }),
      ...(preview ? buildPreview(locale, preview) : []),
      ...(untickedOnce ? [section(say(locale, 'tick_first'))] : []),
      checkboxField('confirm', say(locale, 'confirm'), options, { revision: preview?.into.id ?? 'none' }),
    ],
  });
}

function buildPreview(locale: Locale, { into, what, clashes }: Preview): KnownBlock[] {
  const values = { into: nameEntry(into, locale), what: joinNames(what, locale) };
  return [
    section(say(locale, what.length > 0 ? 'will_move' : 'will_move_nothing', values)),
    ...(clashes.length > 0 ? [section(sayClashes(clashes, locale))] : []),
    context(say(locale, 'closed_years')),
  ];
}

/** What stands against it, each with what to do. */
export function sayClashes(clashes: readonly string[], locale: Locale): string {
  return [say(locale, 'cannot'), ...clashes.map((one) => `• ${one}`)].join('\n');
}

/** Whose work goes to whom; once that is chosen, all of it by name. */
export function buildHandOverForm(
  locale: Locale,
  typed: Typed,
  {
    from,
    what = [],
    untickedOnce = false,
  }: { from?: Option | undefined; what?: readonly string[]; untickedOnce?: boolean } = {},
): ModalView {
  const options = [{ value: 'yes', text: say(locale, 'confirm_hand_over') }];
  return modal({
    callbackId: VIEWS.handOver,
    title: say(locale, 'hand_over_title'),
    submit: say(locale, 'hand_over'),
    close: sayShared(locale, 'cancel'),
    blocks: [
      section(say(locale, 'hand_over_note')),
      searchField(FROM_USER, say(locale, 'from_user'), from ? [from] : [], {
        typed,
        hint: say(locale, 'from_hint'),
        dispatch: true,
      }),
      ...(from
        ? [
            section(
              what.length > 0
                ? say(locale, 'will_hand_over', { from: from.text, what: joinNames(what, locale) })
                : say(locale, 'holds_nothing'),
            ),
          ]
        : []),
      userField('to_user', say(locale, 'to_user'), { typed }),
      ...(untickedOnce ? [section(say(locale, 'tick_first'))] : []),
      checkboxField('confirm', say(locale, 'confirm'), options, { revision: from?.value ?? 'none' }),
    ],
  });
}

/** To the person who was two: both are one now. */
export function buildMergedNotice(
  { name, employer }: { name: string; employer: string },
  locale: Locale,
): Message {
  return message(section(say(locale, 'you_are_one', { name, employer })));
}

/** Told once: to who takes over, and to whose work it was. */
export function buildHandedOver(
  key: 'taken_over' | 'given_away',
  { from, to, by, what }: { from: string; to: string; by: string; what: readonly string[] },
  locale: Locale,
): Message {
  const values = { from, to, by, what: joinNames(what, locale) };
  return message(section(say(locale, key, values)));
}

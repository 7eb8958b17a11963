import type { KnownBlock, ModalView } from '@slack/types';
import type { Locale } from '../i18n/locale.ts';
import { joinNames } from '../i18n/words.ts';
import { type Programme, showDate, today } from '../programme/programme.ts';
import { actions, button, context, header, type Message, message, section } from '../slack/blocks.ts';
import { checkboxField } from '../slack/form.ts';
import { ACTIONS, VIEWS } from '../slack/ids.ts';
import { say as sayShared } from '../slack/say.ts';
import { modal } from '../slack/view.ts';
import { LEAVES } from './leaves.ts';
import { say } from './words.ts';

/** Stands for the presser in a button that names nobody. */
export const ONESELF = 'none';

/** Whether a button's value means whoever presses it, and nobody else. */
export function isOneself(value: string, userId: string): boolean {
  return ['', ONESELF, userId].includes(value);
}

export interface PrivacyShown {
  /** What is kept, by kind. */
  categories: readonly { title: string; n: number }[];
  /** Nothing but the account is. */
  isUnknown: boolean;
  retentionYears: number;
  /** Whoever looks after the workspace also reads what leaves for Slack. */
  seesLeaving: boolean;
}

/** What is kept of the reader, why, how long and who sees it; and the two things they can do about it. */
export function buildPrivacy(
  { categories, isUnknown, retentionYears, seesLeaving }: PrivacyShown,
  locale: Locale,
): Message {
  const lines = categories.map(({ title, n }) => `• ${say(locale, 'line', { title, n })}`);
  return message(
    header(say(locale, 'title')),
    section(isUnknown ? say(locale, 'nothing_kept') : [say(locale, 'kept'), ...lines].join('\n')),
    section(say(locale, 'why')),
    section(say(locale, 'how_long', { n: retentionYears })),
    section(say(locale, 'who_sees')),
    seesLeaving ? buildLeaving(locale) : [],
    actions(
      button({ text: say(locale, 'my_data'), actionId: ACTIONS.myData, value: ONESELF }),
      button({
        text: say(locale, 'erase'),
        actionId: ACTIONS.erasePerson,
        value: ONESELF,
        style: 'danger',
      }),
    ),
  );
}

function buildLeaving(locale: Locale): KnownBlock[] {
  const lines = LEAVES.map(({ group, to, data }) => {
    const names = data.map((one) => say(locale, `data_${one}`));
    const values = { group: say(locale, `group_${group}`), to: say(locale, `to_${to}`) };
    return `• ${say(locale, 'leaves_line', { ...values, data: joinNames(names, locale) })}`;
  });
  return [section([say(locale, 'leaves'), ...lines].join('\n')), context(say(locale, 'leaves_why'))];
}

/** What goes, what stays, who sees what afterwards; why not yet, if anything is unfinished. */
export function buildEraseForm(
  locale: Locale,
  { id, name }: { id: string; name: string },
  unfinished: readonly string[],
): ModalView {
  return modal({
    callbackId: VIEWS.erasePerson,
    title: say(locale, 'erase_title'),
    submit: say(locale, 'erase_submit'),
    close: sayShared(locale, 'cancel'),
    metadata: { id },
    blocks: [
      section(say(locale, 'erase_who', { name })),
      ...(unfinished.length > 0 ? [section(sayUnfinished(unfinished, locale))] : []),
      section(say(locale, 'goes')),
      section(say(locale, 'stays')),
      section(say(locale, 'afterwards')),
      section(say(locale, 'no_way_back')),
      checkboxField('confirm', say(locale, 'confirm'), [{ value: 'yes', text: say(locale, 'confirm_yes') }]),
    ],
  });
}

/** Each with what to do first. */
export function sayUnfinished(unfinished: readonly string[], locale: Locale): string {
  return [say(locale, 'blocked'), ...unfinished.map((one) => `• ${one}`)].join('\n');
}

/** In place of what stood in their Home. */
export function buildHomeAfter(locale: Locale): KnownBlock[] {
  return [section(say(locale, 'home_after'))];
}

/** To whoever was erased by somebody else: what went, and by whom. */
export function buildErasedNotice(by: string, locale: Locale): Message {
  return message(section(say(locale, 'erased_by', { by })), section(say(locale, 'erased_what')));
}

type YearShown = Pick<Programme, 'year' | 'timeZone'>;

function dayOf(programme: YearShown, at: Temporal.Instant, locale: Locale): string {
  return showDate(today(programme, at).toString(), locale);
}

/** To the bureau, thirty days before; the term can still be changed. */
export function buildRetentionNotice(
  programme: YearShown,
  erasesAt: Temporal.Instant,
  locale: Locale,
): Message {
  const values = { year: String(programme.year), date: dayOf(programme, erasesAt, locale) };
  return message(section(say(locale, 'retention_notice', values)), actions(extendButton(programme, locale)));
}

/** In the bureau's Home, from that day on. */
export function buildRetentionAtHome(
  programme: YearShown,
  { erasesAt, erasedAt }: { erasesAt: Temporal.Instant; erasedAt?: Temporal.Instant | undefined },
  locale: Locale,
): KnownBlock[] {
  const values = { year: String(programme.year), date: dayOf(programme, erasedAt ?? erasesAt, locale) };
  if (erasedAt) return [context(say(locale, 'retention_done', values))];
  return [section(say(locale, 'retention_home', values)), ...actions(extendButton(programme, locale))];
}

function extendButton({ year }: YearShown, locale: Locale) {
  const text = say(locale, 'extend');
  return button({
    text,
    actionId: ACTIONS.editProgramme,
    value: String(year),
    label: `${text} ${year}`,
  });
}

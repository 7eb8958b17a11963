import type { KnownBlock } from '@slack/types';
import type { Locale } from '../i18n/locale.ts';
import { firstDayOf, isAhead, type Programme, showDate, showMoment, today } from '../programme/programme.ts';
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
import { ACTIONS, type ActionId } from '../slack/ids.ts';
import { shorten } from '../slack/text.ts';
import type { Correction } from '../summaries/frozen.ts';
import { nameMetric } from './correct-form.ts';
import { nameObject } from './corrected.ts';
import { sayEdit } from './history-views.ts';
import { isNothingLeft, sayLeft } from './left.ts';
import { say } from './words.ts';
import type { YearShown } from './year.ts';

/** As many as one answer has room for, the newest ones. */
const MOST_CORRECTIONS = 8;

/** Every year, the newest first, with what the bureau can do about it. */
export function buildYears(years: readonly YearShown[], locale: Locale): Message {
  return message(
    header(say(locale, 'title')),
    years.some(({ programme }) => isAhead(programme))
      ? []
      : actions(pressOn(ACTIONS.openYear, say(locale, 'open_button'), 'next')),
    ...years.flatMap((one): KnownBlock[][] => [[divider()], buildYear(one, locale)]),
  );
}

function buildYear({ programme, left, history, closed }: YearShown, locale: Locale): KnownBlock[] {
  const { year, name, state, targetExperts: target, deadline, isCurrent } = programme;
  return [
    section(say(locale, 'line', { year, name, state: sayState(programme, locale) })),
    context(say(locale, 'facts', { target, deadline: showMoment(deadline, programme, locale) })),
    ...(isCurrent ? [context(say(locale, 'current'))] : []),
    ...(state === 'closing'
      ? [context(isNothingLeft(left) ? say(locale, 'nothing_left') : sayLeft(left, locale))]
      : []),
    ...(closed ? buildClosed(closed, programme, locale) : []),
    ...history.map((one) => context(sayEdit(one, programme, locale))),
    ...actions(
      state === 'closed'
        ? pressOn(ACTIONS.correctYear, say(locale, 'correct_button'), year)
        : pressOn(ACTIONS.editProgramme, say(locale, 'edit_button'), year),
      state === 'closing' ? pressOn(ACTIONS.closeYear, say(locale, 'close_button'), year) : undefined,
    ),
  ];
}

function sayState(programme: Programme, locale: Locale): string {
  return isAhead(programme)
    ? say(locale, 'state_ahead', { date: sayFirstDay(programme.year, locale) })
    : say(locale, `state_${programme.state}`);
}

/** From when on it is the year for new things. */
export function sayFirstDay(year: number, locale: Locale): string {
  return showDate(firstDayOf(year).toString(), locale);
}

function buildClosed(
  { city, corrections }: NonNullable<YearShown['closed']>,
  programme: Programme,
  locale: Locale,
): KnownBlock[] {
  const { experts, personTimes, reports } = city;
  return [
    section(say(locale, 'frozen', { experts, personTimes, reports })),
    ...corrections.slice(-MOST_CORRECTIONS).map((one) => context(sayCorrection(one, programme, locale))),
  ];
}

function sayCorrection(
  { no, object, metric, was, value, reason, madeAt }: Correction,
  programme: Programme,
  locale: Locale,
): string {
  return say(locale, 'corrected', {
    n: no,
    date: showDate(today(programme, madeAt).toString(), locale, programme.year),
    object: nameObject(object, locale, programme.year),
    metric: nameMetric(programme, metric, locale),
    was,
    value,
    reason: shorten(reason, 200),
  });
}

function pressOn(actionId: ActionId, text: string, value: number | 'next') {
  return button({ text, actionId, value: String(value), label: `${text} ${value}` });
}

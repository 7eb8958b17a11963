import type { Button, KnownBlock } from '@slack/types';
import type { Locale } from '../i18n/locale.ts';
import { type Programme, showDate, showMoment } from '../programme/programme.ts';
import { actions, button, context, header, type Message, message, section } from '../slack/blocks.ts';
import { ACTIONS } from '../slack/ids.ts';
import type { Absence } from './assign.ts';
import { buildItem, buildTogether } from './item-blocks.ts';
import type { Item } from './items.ts';
import { bundle, groupByKind } from './nudge.ts';
import type { Frame } from './say-why.ts';
import { say } from './words.ts';

/** As many duties as one message names, many summaries as one; the rest is in Home. */
export const MOST_ITEMS = 10;

/** For how many days a reminder can be put off, by the button that does it. */
export const SNOOZES = [
  { days: 1, actionId: ACTIONS.snoozeNudge },
  { days: 3, actionId: ACTIONS.snoozeThreeDays },
  { days: 7, actionId: ACTIONS.snoozeSevenDays },
] as const;

/** Everything open for one person, the most urgent first, each with the buttons that do it; `total` counts all of it. */
export function buildNudge(
  items: readonly Item[],
  { frame, messageId, total }: { frame: Frame; messageId: string; total: number },
): Message {
  const { locale } = frame;
  const itemOf = new Map(items.map((item) => [item.task, item]));
  const groups = groupByKind(items.map(({ task }) => task));
  const more = total - items.length;
  return message(
    header(say(locale, 'title', { n: total })),
    ...groups.flatMap(([duty, tasks]) => [
      section(duty.title(locale)),
      ...bundle(tasks).flatMap((together) => {
        const item = together[0] && itemOf.get(together[0]);
        if (together.length > 1) return buildTogether(together, frame);
        return item ? buildItem(item, frame) : [];
      }),
    ]),
    more > 0 ? context(say(locale, 'more', { n: more })) : [],
    buildSnoozes(messageId, locale),
    context(say(locale, 'rules')),
  );
}

function buildSnoozes(messageId: string, locale: Locale): KnownBlock[] {
  const snoozes = SNOOZES.map(({ days, actionId }) =>
    button({ text: say(locale, `snooze_${days}`), actionId, value: messageId }),
  );
  return actions(...snoozes, awayButton(locale, 'go_away'));
}

/** Opens the window in which somebody says until when they are away. */
export function awayButton(locale: Locale, text: 'go_away' | 'change_away'): Button {
  return button({ text: say(locale, text), actionId: ACTIONS.goAway, value: 'me' });
}

export function buildAllDone(locale: Locale): Message {
  return message(section(say(locale, 'all_done')));
}

/** What is left of a message that a newer one has replaced. */
export function buildNewer(locale: Locale): Message {
  return message(section(say(locale, 'newer')));
}

export function buildSnoozed(
  { until, messageId, open }: { until: Temporal.Instant; messageId: string; open: number },
  programme: Programme,
  locale: Locale,
): Message {
  const moment = showMoment(until, programme, locale);
  return message(
    section(say(locale, 'snoozed', { moment, n: open })),
    actions(
      button({
        text: say(locale, 'wake'),
        actionId: ACTIONS.wakeNudge,
        value: messageId,
        style: 'primary',
      }),
    ),
  );
}

/** What an absent person reads in place of reminders, in their message and in Home. */
export function buildAway(
  { until, deputy }: Pick<Absence, 'until'> & { deputy: string | undefined },
  { year }: Programme,
  locale: Locale,
): KnownBlock[] {
  return [
    section(say(locale, 'away', { date: showDate(until, locale, year) })),
    context(deputy ? say(locale, 'away_deputy', { deputy }) : say(locale, 'away_nobody')),
    ...actions(awayButton(locale, 'change_away')),
  ];
}

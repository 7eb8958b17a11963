import type { KnownBlock } from '@slack/types';
import type { Locale } from '../i18n/locale.ts';
import { joinNames } from '../i18n/words.ts';
import { type Programme, showDate } from '../programme/programme.ts';
import { context, header, type Message, message, section } from '../slack/blocks.ts';
import { labelOf } from './duty-names.ts';
import type { Forecast } from './forecast.ts';
import { sayStage, sayWhat } from './ledger-blocks.ts';
import type { Due } from './nudge.ts';
import { inPages, inPieces, showName } from './pages.ts';
import { say } from './words.ts';

export interface ForecastFrame {
  programme: Programme;
  locale: Locale;
  until: string;
  names: ReadonlyMap<string, string>;
}

/** Slack takes five answers to one command; one is left for when something fails. */
export const MOST_ANSWERS = 4;

/** How many new messages it makes for each, and what would go out to whom on which day; what finds no room is counted. */
export function buildForecast(forecasts: readonly Forecast[], frame: ForecastFrame): Message[] {
  const { programme, locale, until } = frame;
  const days = Map.groupBy(forecasts, ({ at }) => dayOf(at, programme).toString());
  const dayIn = new Map<KnownBlock, string>();
  for (const [day, told] of days) {
    const title = say(locale, 'dry_day', { date: showDate(day, locale, programme.year) });
    const lines = told.flatMap((one) => sayForecast(one, frame));
    for (const piece of inPieces(title, lines)) dayIn.set(section(piece), day);
  }
  const counts = inPieces(say(locale, 'dry_counts'), sayCounts(forecasts, frame), (parts) =>
    joinNames(parts, locale),
  );
  const pages = inPages([
    header(say(locale, 'dry_title', { date: showDate(until, locale, programme.year) })),
    context(say(locale, 'dry_intro')),
    ...(days.size === 0 ? [section(say(locale, 'dry_empty'))] : []),
    ...counts.map((piece) => section(piece)),
    ...dayIn.keys(),
  ]);
  const shown = pages.slice(0, MOST_ANSWERS);
  const left = new Set(pages.slice(MOST_ANSWERS).flatMap((page) => page.map((block) => dayIn.get(block))));
  const isOnePerson = new Set(forecasts.map(({ userId }) => userId)).size === 1;
  if (left.size > 0)
    shown
      .at(-1)
      ?.push(
        context(say(locale, 'dry_more', { n: left.size }), ...(isOnePerson ? [] : [say(locale, 'dry_one')])),
      );
  return shown.map((blocks) => message(...blocks));
}

function sayCounts(forecasts: readonly Forecast[], { locale, names }: ForecastFrame): string[] {
  const badges = Map.groupBy(
    forecasts.filter(({ how }) => how === 'new'),
    ({ userId }) => userId,
  );
  return [...badges].map(([userId, { length }]) =>
    say(locale, 'dry_count', { who: showName(names.get(userId) ?? userId), n: length }),
  );
}

/** One line for what shares kind, rung and reason. */
function sayForecast({ at, userId, how, dues }: Forecast, frame: ForecastFrame): string[] {
  const { programme, locale, names } = frame;
  const time = at.toZonedDateTimeISO(programme.timeZone).toPlainTime().toString({ smallestUnit: 'minute' });
  const line = (what: string, stage: string) =>
    say(locale, 'dry_line', {
      ...{ time, who: showName(names.get(userId) ?? userId), what },
      ...{ stage: sayStage(stage, locale), how: say(locale, `dry_${how}`) },
    });
  const told = dues.filter(({ verdict }) => verdict === 'tell');
  // Nothing fell due: the message comes because the person wanted to be reminded again by then.
  if (told.length === 0) return [line(sayWhat('snoozed', [], frame), '')];
  return [...Map.groupBy(told, sharedBy).values()].flatMap((group) => {
    const labels = group.map(({ task }) => labelOf(task.owed));
    return group.slice(0, 1).map(({ task, stage }) => line(sayWhat(task.owed.duty, labels, frame), stage.id));
  });
}

function sharedBy({ task: { owed, to }, stage }: Due): string {
  return [owed.kind, stage.id, to.via, to.of].join();
}

function dayOf(at: Temporal.Instant, { timeZone }: Programme): Temporal.PlainDate {
  return at.toZonedDateTimeISO(timeZone).toPlainDate();
}

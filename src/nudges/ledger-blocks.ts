import type { OwedKind } from '../directory/owed.ts';
import type { Locale } from '../i18n/locale.ts';
import { joinNames } from '../i18n/words.ts';
import { type Programme, showDate, showMoment } from '../programme/programme.ts';
import { context, header, type Message, message, section } from '../slack/blocks.ts';
import type { Via } from './assign.ts';
import type { Forecast } from './forecast.ts';
import { type LedgerLine, LINES_A_PAGE } from './ledger.ts';
import { say } from './words.ts';

export interface LedgerFrame {
  programme: Programme;
  locale: Locale;
  page: number;
  total: number;
}

/** Whom, what, why, when and how; the newest first, a page at a time. */
export function buildLedger(
  lines: readonly LedgerLine[],
  { programme, locale, page, total }: LedgerFrame,
): Message {
  const pages = Math.max(1, Math.ceil(total / LINES_A_PAGE));
  const values = { total, page, pages, next: page + 1 };
  return message(
    header(say(locale, 'ledger_title')),
    ...lines.slice(0, LINES_A_PAGE).map((line) => section(sayLine(line, programme, locale))),
    ...(lines.length === 0 ? [section(say(locale, 'ledger_empty'))] : []),
    context(say(locale, page < pages ? 'ledger_more' : 'ledger_page', values), say(locale, 'ledger_hint')),
  );
}

function sayLine(line: LedgerLine, programme: Programme, locale: Locale): string {
  const why = say(locale, `why_${line.via as Via}`, { of: line.of ?? '' });
  return say(locale, 'ledger_line', {
    moment: showMoment(line.notedAt, programme, locale),
    ...{ who: line.who, what: sayWhat(line.kind as OwedKind, line.label, locale) },
    stage: `${sayStage(line.stage, locale)} · ${why}`,
    how: say(locale, `how_${line.outcome}`),
  });
}

function sayWhat(kind: OwedKind | 'snoozed', label: string, locale: Locale): string {
  return say(locale, 'what', { kind: say(locale, `kind_${kind}`), label }).trim();
}

/** The name of a rung, from its id: `day_3`, `before_5:2` (the second time it is owed), `deputy:U…:2013-11-05`. */
export function sayStage(stage: string, locale: Locale): string {
  const [, name = '', n = ''] = /^([a-z]+)(?:_(\d+))?/.exec(stage) ?? [];
  switch (name) {
    case 'day':
      return say(locale, 'stage_day', { n });
    case 'before':
      return say(locale, 'stage_before', { n });
    case 'inform':
      return say(locale, 'stage_inform');
    case 'eve':
      return say(locale, 'stage_eve');
    case 'left':
      return n === '0' ? say(locale, 'stage_left_0') : say(locale, 'stage_left', { n });
    case 'late':
      return say(locale, 'stage_late', { n });
    case 'named':
    case 'deputy':
    case 'suggested':
      return say(locale, 'stage_passed_on');
    default:
      return say(locale, 'stage_snoozed');
  }
}

export interface ForecastFrame {
  programme: Programme;
  locale: Locale;
  until: string;
  names: ReadonlyMap<string, string>;
}

/** Days named one by one; with them the title, the counts and the hint a message has room for. */
const MOST_DAYS = 44;

/** What would go out to whom on which day, and how many new messages that makes for each. */
export function buildForecast(forecasts: readonly Forecast[], frame: ForecastFrame): Message {
  const { programme, locale, until, names } = frame;
  const days = new Map<string, string[]>();
  const counts = new Map<string, number>();
  for (const forecast of forecasts) {
    const day = forecast.at.toZonedDateTimeISO(programme.timeZone).toPlainDate().toString();
    days.set(day, [...(days.get(day) ?? []), ...sayForecast(forecast, frame)]);
    if (forecast.how !== 'new') continue;
    const who = names.get(forecast.userId) ?? forecast.userId;
    counts.set(who, (counts.get(who) ?? 0) + 1);
  }
  const shown = [...days].slice(0, MOST_DAYS);
  const counted = [...counts].map(([who, n]) => say(locale, 'dry_count', { who, n }));
  return message(
    header(say(locale, 'dry_title', { date: showDate(until, locale, programme.year) })),
    context(say(locale, 'dry_intro')),
    ...(days.size === 0 ? [section(say(locale, 'dry_empty'))] : []),
    ...shown.map(([day, lines]) =>
      section([say(locale, 'dry_day', { date: showDate(day, locale, programme.year) }), ...lines].join('\n')),
    ),
    ...(days.size > shown.length ? [context(say(locale, 'dry_more', { n: days.size - shown.length }))] : []),
    ...(counted.length > 0
      ? [context(say(locale, 'dry_counts', { counts: joinNames(counted, locale) }))]
      : []),
  );
}

function sayForecast(
  { at, userId, how, dues }: Forecast,
  { programme, locale, names }: ForecastFrame,
): string[] {
  const time = at.toZonedDateTimeISO(programme.timeZone).toPlainTime().toString({ smallestUnit: 'minute' });
  return dues
    .filter(({ verdict }) => verdict === 'tell')
    .map(({ task: { owed }, stage }) =>
      say(locale, 'dry_line', {
        ...{ time, who: names.get(userId) ?? userId },
        what: sayWhat(owed.kind, owed.words.number ?? owed.words[`unit_${locale}`] ?? '', locale),
        ...{ stage: sayStage(stage.id, locale), how: say(locale, `dry_${how}`) },
      }),
    );
}

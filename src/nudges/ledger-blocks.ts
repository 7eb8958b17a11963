import type { Duty, Naming } from '../directory/duty.ts';
import type { Locale } from '../i18n/locale.ts';
import { type Programme, showMoment } from '../programme/programme.ts';
import { context, header, type Message, message, section } from '../slack/blocks.ts';
import { nameSome } from './duty-names.ts';
import { type KnownLine, LINES_A_PAGE } from './ledger.ts';
import { inPages, showName } from './pages.ts';
import { say } from './words.ts';

export interface LedgerFrame {
  programme: Programme;
  locale: Locale;
  page: number;
  total: number;
}

/** Whom, what, why, when and how; the newest first, a page at a time. */
export function buildLedger(
  lines: readonly KnownLine[],
  { programme, locale, page, total }: LedgerFrame,
): Message[] {
  const pages = Math.max(1, Math.ceil(total / LINES_A_PAGE));
  const values = { total, page, pages, next: page + 1 };
  return inPages([
    header(say(locale, 'ledger_title')),
    ...lines.slice(0, LINES_A_PAGE).map((line) => section(sayLine(line, programme, locale))),
    ...(lines.length === 0 ? [section(say(locale, 'ledger_empty'))] : []),
    context(say(locale, page < pages ? 'ledger_more' : 'ledger_page', values), say(locale, 'ledger_hint')),
  ]).map((blocks) => message(...blocks));
}

function sayLine(line: KnownLine, programme: Programme, locale: Locale): string {
  const why = say(locale, `why_${line.via}`, { of: showName(line.of ?? '') });
  return say(locale, 'ledger_line', {
    moment: showMoment(line.notedAt, programme, locale),
    ...{ who: showName(line.who), what: sayWhat(line.what, line.labels, { programme, locale }) },
    stage: `${sayStage(line.stage, locale)} · ${why}`,
    how: say(locale, `how_${line.outcome}`),
  });
}

/** The kind, and the names of what it was about; a snooze that ended is about nothing. */
export function sayWhat(what: Duty | 'snoozed', labels: readonly string[], naming: Naming): string {
  const { locale } = naming;
  if (what === 'snoozed') return say(locale, 'kind_snoozed');
  const names = nameSome(what, labels, naming);
  return say(locale, 'what', { kind: what.title(locale), names }).trim();
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

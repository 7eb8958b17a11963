import type { KnownBlock } from '@slack/types';
import { CHANGEABLE } from '../demands/changeable.ts';
import { say as sayDemand } from '../demands/words.ts';
import type { Locale } from '../i18n/locale.ts';
import { joinNames } from '../i18n/words.ts';
import { labelOf } from '../programme/catalogue.ts';
import { type Programme, showDate } from '../programme/programme.ts';
import { say as sayRounds } from '../rounds/words.ts';
import { context, facts, header } from '../slack/blocks.ts';
import { shorten } from '../slack/text.ts';
import {
  ENTRIES_A_PAGE,
  type Entry,
  isDesk,
  keyOf,
  mayReadReason,
  readAct,
  type Side,
  type Thing,
} from './history.ts';
import { say, sayDid } from './words-history.ts';

/** For whom, of which year, and about which things a history is told. */
export interface Told {
  programme: Programme;
  locale: Locale;
  reader: { userId: string; side: Side };
  things: readonly Thing[];
}

/** So much of what somebody wrote stands in a line. */
const MOST_REASON = 400;
const MOST_VALUE = 60;

/** A page of a history under its heading. */
export function buildHistory(
  { entries, total }: { entries: readonly Entry[]; total: number },
  page: number,
  told: Told,
): KnownBlock[] {
  const { locale } = told;
  if (total === 0) return [header(say(locale, 'title')), context(say(locale, 'empty'))];
  const pages = Math.ceil(total / ENTRIES_A_PAGE);
  return [
    header(say(locale, 'title')),
    facts(entries.map((one) => [sayWhen(one.at, told), sayEntry(one, told)])),
    ...(pages > 1 ? [context(say(locale, 'page', { page, pages, total }))] : []),
  ];
}

/** 3月5日 14:20, by the programme's clock. */
function sayWhen(at: Temporal.Instant, { programme, locale }: Told): string {
  const there = at.toZonedDateTimeISO(programme.timeZone);
  const clock = there.toPlainTime().toString({ smallestUnit: 'minute' });
  return `${showDate(there.toPlainDate().toString(), locale, programme.year)} ${clock}`;
}

/** 王芳 代蓟县人民医院 确认接收专家（认领 RL-2013-0001 何知远）. */
export function sayEntry(entry: Entry, told: Told): string {
  const { locale, things } = told;
  const thing = things.find((one) => keyOf(one) === `${entry.kind}:${entry.objectId}`);
  const who = isDesk(entry) ? say(locale, 'desk') : (entry.name ?? say(locale, 'somebody'));
  const did = sayAct(entry, locale);
  const whom = whomOf(entry, thing, locale);
  return [
    whom ? say(locale, 'line_behalf', { who, whom, did }) : say(locale, 'line', { who, did }),
    thing?.label ? say(locale, 'about', { what: thing.label }) : '',
    ...detailsOf(entry, told),
    ...marksOf(entry, locale),
  ].join('');
}

function sayAct({ act, details }: Entry, locale: Locale): string {
  const undone = act === 'undo' ? readAct(details.act) : undefined;
  return undone ? say(locale, 'undid', { did: sayDid(locale, undone) }) : sayDid(locale, act);
}

const WHOM = [
  ...(['host', 'home_unit', 'expert', 'assistant', 'poster', 'author'] as const),
  ...(['district', 'system', 'bureau', 'member', 'admin'] as const),
];

/** In whose place it was done: by name where it is known who that is. */
function whomOf({ onBehalfOf }: Entry, thing: Thing | undefined, locale: Locale): string | undefined {
  const part = WHOM.find((one) => one === onBehalfOf);
  if (!part) return undefined;
  const names = {
    host: thing?.host,
    home_unit: thing?.employer,
    expert: thing?.expert,
    assistant: thing?.expert,
  };
  return names[part as keyof typeof names] ?? say(locale, `whom_${part}`);
}

function marksOf({ details, deputyOf, undone }: Entry, locale: Locale): string[] {
  return [
    details.alone === undefined ? '' : say(locale, 'mark_alone'),
    deputyOf === undefined ? '' : say(locale, 'mark_deputy', { who: deputyOf }),
    details.assistant === true ? say(locale, 'mark_assistant') : '',
    typeof details.link === 'string' ? say(locale, 'mark_link') : '',
    typeof details.import === 'string' ? say(locale, 'mark_import') : '',
    undone ? say(locale, 'undone') : '',
  ];
}

/** What else is known of it. Rows of another release may say it otherwise: what can't be read is left out. */
function detailsOf(entry: Entry, told: Told): string[] {
  const { details } = entry;
  const { programme, locale, reader } = told;
  const { catalogue, year } = programme;
  const text = (key: string) => (typeof details[key] === 'string' ? details[key] : '');
  const day = (key: string) => (/^\d{4}-\d\d-\d\d$/.test(text(key)) ? showDate(text(key), locale, year) : '');
  const version = typeof details.version === 'number' && details.version > 1 ? details.version : undefined;
  const because = (['filled', 'closed', 'nobody_left', 'stopped'] as const).find(
    (one) => one === details.because,
  );
  const reason = mayReadReason(entry, reader) ? text('reason') || text('host_reason') : '';
  const dates = day('from') && day('until') ? { from: day('from'), until: day('until') } : undefined;
  return [
    text('kind') && entry.kind === 'claim'
      ? say(locale, 'kind', { kind: labelOf(catalogue.consent_kinds, text('kind'), locale) })
      : '',
    text('follows') && say(locale, 'follows', { number: text('follows') }),
    sayChanged(details.changed, told),
    version ? say(locale, 'version', { version }) : '',
    details.nil === true ? say(locale, 'nil') : '',
    dates ? say(locale, 'dates', dates) : day('until') && say(locale, 'until', { until: day('until') }),
    text('document_no') && say(locale, 'document', { number: text('document_no') }),
    text('duplicateOf') && say(locale, 'duplicate', { number: text('duplicateOf') }),
    typeof details.invited === 'number' ? say(locale, 'invited', { n: details.invited }) : '',
    because ? say(locale, 'why', { why: sayRounds(locale, `end_${because}`) }) : '',
    reason && say(locale, 'reason', { reason: shorten(reason.replaceAll('\n', ' '), MOST_REASON) }),
  ];
}

/** Which fields of a need were changed, the short ones that all may know with what they were. */
function sayChanged(changed: unknown, { programme, locale }: Told): string {
  if (typeof changed !== 'object' || changed === null) return '';
  const value = (one: unknown) => {
    const text = typeof one === 'string' || typeof one === 'number' ? String(one) : '';
    if (!text) return say(locale, 'nothing');
    return /^\d{4}-\d\d-\d\d$/.test(text)
      ? showDate(text, locale, programme.year)
      : shorten(text, MOST_VALUE);
  };
  const all = CHANGEABLE.flatMap((key) => {
    const one = (changed as Record<string, { from?: unknown; to?: unknown } | undefined>)[key];
    if (!one) return [];
    const field = sayDemand(locale, key);
    const isShort = SHOWN_CHANGES.some((shown) => shown === key);
    return isShort ? say(locale, 'changed_from', { field, from: value(one.from), to: value(one.to) }) : field;
  });
  return all.length > 0 ? say(locale, 'changed', { what: joinNames(all, locale) }) : '';
}

const SHOWN_CHANGES = [
  'time_text',
  'service_start',
  'service_end',
  'claim_deadline',
  'expert_slots',
] as const;

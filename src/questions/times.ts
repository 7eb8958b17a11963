import { type Clock, type Span, spanOf } from './time-spans.ts';

/** The days that a question is about; an end that it leaves open is undefined. */
export interface Times {
  since: Temporal.PlainDate | undefined;
  until: Temporal.PlainDate | undefined;
  /** What is left of the text. */
  rest: string;
  /** Times that no calendar has, or that end before they begin: named, and nothing is guessed. */
  unknown: string[];
}

const MONTH =
  '(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)';
const NUMERAL = '(?:\\d{1,2}|[一二三四五六七八九十]{1,3})';
const YEAR = '(?:(?:\\d{4}年?|今年|去年|前年) ?)?';
/** One day, part of a month, month, quarter, half or year. */
const POINT = [
  '\\d{4}[-/.]\\d{1,2}(?:[-/.]\\d{1,2})?(?![\\d-])',
  `${YEAR}${NUMERAL}月份?(?:${NUMERAL}[日号]|\\d{1,2}(?!\\d)|上中旬|中下旬|[上中下]旬|[初中底末](?![^\\s以之前后起]))?`,
  '\\d{1,2}[/.]\\d{1,2}(?![\\d/.])',
  `${YEAR}(?:上半年|下半年|第?[一二三四1-4]个?季度|全年|年底|年末)`,
  '(?:本|这个?|上个?)(?:月|周|星期|季度)|今天|昨天|前天',
  '\\d{4}年|今年|去年|前年',
  '(?:最近|近|过去)(?:的)?(?:\\d{1,3}|[一二两三四五六七八九十]{1,3})(?:天|日|周|个?星期|个月)',
  `\\b\\d{1,2}(?:st|nd|rd|th)? ?(?:to|~|-|and) ?\\d{1,2}(?:st|nd|rd|th)?(?: of)? ${MONTH}\\b(?: \\d{4})?`,
  `\\b${MONTH} \\d{1,2} ?(?:to|~|-) ?\\d{1,2}(?!\\d)(?: \\d{4})?`,
  `(?:\\b(?:early|mid|late|end of)[ -])?\\b${MONTH}\\b(?: \\d{1,2}(?:st|nd|rd|th)?(?!\\d))?(?:,? \\d{4})?`,
  `\\b\\d{1,2}(?:st|nd|rd|th)?(?: of)? ${MONTH}\\b(?: \\d{4})?`,
  '\\b(?:the )?(?:first|second|third|fourth|1st|2nd|3rd|4th) (?:half|quarter)(?: of(?: the)? year)?(?:(?: of)? \\d{4})?',
  '\\b(?:q[1-4]|h[12])\\b(?: \\d{4})?',
  '\\b(?:this|last) (?:month|week|quarter|year)\\b|\\btoday\\b|\\byesterday\\b',
  '\\b(?:the )?(?:last|past) \\d{1,3} (?:days?|weeks?|months?)\\b',
  '\\b(?:19|20)\\d{2}\\b(?![-/.]\\d)',
].join('|');
const RANGE = new RegExp(
  `(?:\\b(?:from|between) )?(?:[自从]\\s?)?(${POINT})\\s?(?:~|-|和|与|\\bto\\b|\\buntil\\b|\\btill\\b|\\bthrough\\b|\\band\\b)\\s?(${POINT}|${NUMERAL}[日号]?(?!\\d))(?:为?止|之间|期间)?`,
  'gu',
);
const EDGE = new RegExp(
  `(?:\\b(since|from|starting|after|before|until|till|up to|by) (?:the )?|([自从]|截[至止]?)\\s?)?(${POINT})\\s?(以来|以后|之后|起|开始|后|以前|之前|前|为?止|onwards?\\b|期间|之间|以内|内)?`,
  'gu',
);

/** The year that the question names, of which it is then asked: 2012年, 去年, last year. */
export function yearIn(text: string, today: Temporal.PlainDate): number | undefined {
  if (/今年|\bthis year\b/.test(text)) return today.year;
  if (/去年|\blast year\b/.test(text)) return today.year - 1;
  if (/前年/.test(text)) return today.year - 2;
  const year = /(?<!\d)((?:19|20)\d{2})(?!\d)/.exec(text)?.[1];
  return year === undefined ? undefined : Number(year);
}

/** Takes the times out of a folded question: 6月以来, 上半年, 3月上旬, since June, in Q2, between June and August. */
export function readTimes(text: string, clock: Clock): Times {
  const times: Times = { since: undefined, until: undefined, rest: text, unknown: [] };
  const take = (said: string, span: Partial<Span> | undefined) => {
    const since = latest(times.since, span?.start);
    const until = earliest(times.until, span?.end);
    // It ends before it begins, or what was said before leaves nothing of it.
    if (!span || (since && until && isAfter(since, until))) times.unknown.push(said.trim());
    else Object.assign(times, { since, until });
    return ' ';
  };
  times.rest = text
    .replace(RANGE, (said, from: string, to: string) => take(said, rangeOf(from, to, clock)))
    .replace(EDGE, (said, before = '', prefix = '', point = '', after = '') =>
      take(
        said,
        edgeOf(spanOf(point, clock), before || prefix, isAtEnd(point) ? after.replace('前', '止') : after),
      ),
    );
  return times;
}

function rangeOf(from: string, to: string, clock: Clock): Span | undefined {
  const first = spanOf(from, clock);
  // 3月1至5日, 6月1日~8: the month is that of the day before.
  const [, day] = /^(\d{1,2}|[一二三四五六七八九十]{1,3})[日号]?$/.exec(to) ?? [];
  const last =
    day && first ? spanOf(`${first.start.year}年${first.start.month}月${day}日`, clock) : spanOf(to, clock);
  return first && last && { start: first.start, end: last.end };
}

/** 9月底前 is until the last of its days. */
function isAtEnd(point: string): boolean {
  return /[底末]$|^end of/.test(point);
}

function edgeOf(span: Span | undefined, before: string, after: string): Partial<Span> | undefined {
  if (!span) return undefined;
  const { start, end } = span;
  if (/^(?:以前|之前|前)$/.test(after)) return { end: start.subtract({ days: 1 }) };
  if (/^(?:以后|之后|后)$/.test(after)) return { start: end.add({ days: 1 }) };
  if (/^(?:以来|起|开始|onwards?)$/.test(after)) return { start };
  if (/^(?:以|之|为)?止$/.test(after)) return { end };
  switch (before) {
    case 'before':
      return { end: start.subtract({ days: 1 }) };
    case 'after':
      return { start: end.add({ days: 1 }) };
    case 'until':
    case 'till':
    case 'up to':
    case 'by':
    case '截':
    case '截至':
    case '截止':
      return { end };
    case 'since':
    case 'from':
    case 'starting':
    case '自':
    case '从':
      return { start };
    default:
      return span;
  }
}

function isAfter(one: Temporal.PlainDate, other: Temporal.PlainDate): boolean {
  return Temporal.PlainDate.compare(one, other) > 0;
}

function latest(one: Temporal.PlainDate | undefined, other: Temporal.PlainDate | undefined) {
  return one && other ? (isAfter(one, other) ? one : other) : (one ?? other);
}

function earliest(one: Temporal.PlainDate | undefined, other: Temporal.PlainDate | undefined) {
  return one && other ? (isAfter(one, other) ? other : one) : (one ?? other);
}

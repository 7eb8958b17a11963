import { chineseToNumber, toHalfWidth } from './quantity.ts';

export type TimeWords = {
  start: Temporal.PlainDate;
  /** The last day, inclusive; null when the words set no end. */
  end: Temporal.PlainDate | null;
  kind: 'exact' | 'range' | 'open';
};

type Context = { year: number; today: Temporal.PlainDate };
type Span = { start: Temporal.PlainDate; end: Temporal.PlainDate };
type Point = Span & { year: number | null; month: number | null };
/** What is wrong with a time that is otherwise understood: a day no calendar has, an end before its start. */
export type TimeFault = 'impossible' | 'backwards';
type Read<What> = What | TimeFault | null;

type FromTo = Record<string, readonly [number, number]>;
const LONGEST_TEXT = 120;
const DECADES: FromTo = { 上旬: [1, 10], 中旬: [11, 20], 下旬: [21, 31], 上中旬: [1, 20], 中下旬: [11, 31] };
const PARTS: FromTo = { ...DECADES, 初: [1, 5], 中: [11, 20], 底: [26, 31], 末: [26, 31] };
const HALVES: FromTo = { 年底: [12, 12], 年末: [12, 12], 上半年: [1, 6], 下半年: [7, 12] };
const DATE =
  /^(?:(\d{4}|\d\d)年)?(?:(\d{1,2})月份?)?(?:(\d{1,2})[日号]?|(上中旬|中下旬|[上中下]旬|[初中底末]))?$/;
const EDGE = /^(.+?)(?:[以之]?(前|内|后)|[为截]?(止)|(起|开始)\D*)$/;
const NUMERAL = /(?<![周期拜])[〇零一二两三四五六七八九十廿卅]+(?=[年月日号~-]|(?:个月|周|天)[之以]?内)/g;
const WEEKDAYS = '一二三四五六日';
const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const MONTH =
  '(jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)(?:uary|ruary|ch|il|ust|ember|tember|ober)?\\b\\.?';
const DAYS = '(\\d{1,2})(?!\\d)(?:st|nd|rd|th)?(?:\\s*(?:-|–|to|and)\\s*(\\d{1,2})(?!\\d)(?:st|nd|rd|th)?)?';
const YEAR = '(?:,?\\s*(\\d{4}))?';
const PART = '\\b(?:(?:the )?(early|mid|late|end)(?: of)?[\\s-]*)?\\b';
const ENGLISH_PARTS: Record<string, string> = { early: '上旬', mid: '中旬', late: '下旬', end: '底' };

/** English dates said the Chinese way, so that one grammar reads both: mid October 2013 → 2013年10月中旬. */
function fromEnglish(text: string): string {
  const say = (y = '', m = '', from = '', to = '', part = '') =>
    `${y && `${y}年`}${MONTHS.indexOf(m.slice(0, 3)) + 1}月${from && `${from}日`}${to && `~${to}日`}${ENGLISH_PARTS[part] ?? ''}`;
  return text
    .replace(/^(?:as soon as possible|asap|any ?time|flexible)\b/, '随时')
    .replace(/^(?:long[- ]term|ongoing|all year)\b/, '长期')
    .replace(/\b(?:by |before )?(?:the )?(?:end of (?:the )?year|year[- ]end)\b/, '年底前')
    .replace('today', '今天')
    .replace('tomorrow', '明天')
    .replace(/\bnext (?=\w)/, '下')
    .replace(/\bthis (?=\w)/, '本')
    .replace(/(?<=[下本])week\b/, '周')
    .replace(/(?<=[下本])month\b/, '月')
    .replace(/(?<=[下本])(mon|tue|wed|thu|fri|sat|sun)[a-z]*/, (_, day) => {
      return `周${WEEKDAYS['montuewedthufrisatsun'.indexOf(day) / 3]}`;
    })
    .replace(/\b(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?,?\s+/g, '')
    .replace(new RegExp(`\\b${DAYS}\\s+(?:of\\s+)?${MONTH}${YEAR}`, 'g'), (_, a, b, m, y) => say(y, m, a, b))
    .replace(new RegExp(`\\b${MONTH}\\s+${DAYS}${YEAR}`, 'g'), (_, m, a, b, y) => say(y, m, a, b))
    .replace(new RegExp(`${PART}${MONTH}${YEAR}`, 'g'), (_, part, m, y) => say(y, m, '', '', part))
    .replace(/\b(?:on|in|the|mornings?|afternoons?|evenings?)\b/g, '')
    .replace(/\b(?:to|through|and)\b/g, '~')
    .replace(/^\s*(?:from|between)\b(?=.*~)/, '')
    .replace(/^\s*(?:from|since|starting)\b(.+?)(?:onwards?)?$/, '$1起')
    .replace(/^\s*before\b(.+)$/, '$1前')
    .replace(/^\s*after\b(.+)$/, '$1后')
    .replace(/^\s*(?:by|until)\b(.+)$/, '$1止')
    .replace(/\bonwards?\b/, '起');
}

function normalise(text: string, today: Temporal.PlainDate): string {
  const dated = /\d[年月日号]|旬/;
  const next = today.add({ months: 1 });
  return fromEnglish(toHalfWidth(text).trim().toLowerCase())
    .replace(/\s+/g, '')
    .replace(/^即日/, today.toString())
    .replace(/[〜~–—－至到]+/g, '~')
    .replace(/(?:\d{1,2}:\d\d|[\d一二两三四五六七八九十]+[点时](?:半|整|\d+分?)?)[~-]?/g, '')
    .replace(NUMERAL, (numeral) => `${chineseToNumber(numeral) ?? numeral}`)
    .replace(/\([^()]*\)/g, (aside) => (dated.test(aside) ? aside : ''))
    .replace(/[,;。](?!\d).*$/, (clause) => (dated.test(clause) ? clause : ''))
    .replace(/(?<=.)每.*$/, (clause) => (dated.test(clause) ? clause : ''))
    .replace(/(?<!\d)(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?!\d)/g, '$1年$3月$4日')
    .replace(/(?<![\d.])(\d{4})[-/.](\d{1,2})(?![\d月])/g, '$1年$2月')
    .replace(/(?<![\d/.])(0?[1-9]|1[0-2])[/.](\d{1,2})(?![\d/.])/g, '$1月$2日')
    .replace(/(\d{1,2})[-~](\d{1,2})月(?!\d)/g, '$1月~$2月')
    .replace(/(?:本|这个?)月/g, `${today.year}年${today.month}月`)
    .replace(/下个?月/g, `${next.year}年${next.month}月`)
    .replace(/今年/g, `${today.year}年`)
    .replace(/上午|下午|晚上|早上|中午|傍晚|全天|左右|前后|期间|之间/g, '')
    .replace(/^(?:自|从|大?约|大概|拟|计划|预计|暂定)+/, '')
    .replace(/^年内/, '年底前')
    .replace(/(?<=\d)年(?=[底末])/, '年年')
    .replace(/国庆(?:节|长假)?/, '10月1日~7日')
    .replace(/起~(.+?)(?:为?止)?$/, '~$1');
}

function spanOf(year: number, month: number, from: number, to: number): Span | 'impossible' {
  if (month < 1 || month > 12 || year < 1900 || year > 2200) return 'impossible';
  const first = Temporal.PlainDate.from({ year, month, day: 1 });
  if (from < 1 || from > first.daysInMonth) return 'impossible';
  return { start: first.with({ day: from }), end: first.with({ day: Math.min(to, first.daysInMonth) }) };
}

function isAfter(one: Temporal.PlainDate | undefined, other: Temporal.PlainDate): boolean {
  return one !== undefined && Temporal.PlainDate.compare(one, other) > 0;
}

function readRelative(text: string, today: Temporal.PlainDate): Span | null {
  const days = ['今天', '明天', '后天'].indexOf(text);
  if (days >= 0) return { start: today.add({ days }), end: today.add({ days }) };
  const week = /^(本|这个?|下个?)(?:周|星期|礼拜)([一二三四五六日天])?$/.exec(text);
  if (week?.[1]) {
    const monday = today.add({ days: (week[1].startsWith('下') ? 8 : 1) - today.dayOfWeek });
    const day = monday.add({ days: WEEKDAYS.indexOf((week[2] ?? '一').replace('天', '日')) });
    return { start: day, end: week[2] ? day : day.add({ days: 6 }) };
  }
  const within = /^(\d{1,3})(天|周|个月)[之以]?内$/.exec(text);
  if (!within) return null;
  const [count, unit] = [Number(within[1]), within[2]];
  const length = unit === '个月' ? { months: count } : { days: unit === '周' ? count * 7 : count };
  return { start: today, end: today.add(length) };
}

/** One date, month, part of a month or year; what is missing is taken from `lent`, the side before it in a range. */
function readPoint(
  text: string,
  { year: ofYear, today }: Context,
  lent: Omit<Point, keyof Span>,
): Read<Point> {
  const whole = /^(?:(\d{4})年)?(年[底末]|全年|[上下]半年)?$/.exec(text);
  if (whole && text !== '') {
    const year = Number(whole[1] ?? lent.year ?? ofYear);
    const [from, to] = HALVES[whole[2] ?? ''] ?? [1, 12];
    const [first, last] = [spanOf(year, from, 1, 31), spanOf(year, to, 1, 31)];
    if (first === 'impossible' || last === 'impossible') return 'impossible';
    return { start: first.start, end: last.end, year, month: null };
  }
  const date = DATE.exec(text);
  if (text === '' || !date || !(date[2] ?? lent.month)) {
    const near = readRelative(text, today);
    return near && { ...near, year: null, month: null };
  }
  const year = date[1] ? Number(date[1].padStart(4, '20')) : (lent.year ?? ofYear);
  const month = Number(date[2] ?? lent.month);
  const [from, to] = date[3] ? [Number(date[3]), Number(date[3])] : (PARTS[date[4] ?? ''] ?? [1, 31]);
  const span = spanOf(year, month, from, to);
  return span === 'impossible' ? span : { ...span, year: date[1] ? year : lent.year, month };
}

function readSpan(said: string, context: Context): Read<TimeWords & Span> {
  let before: Point | undefined;
  let start: Temporal.PlainDate | undefined;
  for (const part of said.split(/[~、和及或-]/)) {
    if (/^\d+$/.test(part) && !before?.start.equals(before.end)) return null;
    let point = readPoint(part, context, before ?? { year: null, month: null });
    if (point === null || typeof point === 'string') return point;
    // 11月至2月 crosses the new year; 11月至10月 is a slip of the pen.
    if ((before?.month ?? 0) >= 10 && (point.month ?? 12) <= 3 && isAfter(before?.start, point.start)) {
      const next = { year: point.start.year + 1, month: null };
      point = /\d年/.test(part) ? null : readPoint(part, context, next);
      if (point === null || typeof point === 'string') return point;
    }
    if (isAfter(before?.start, point.end)) return before?.month && point.month ? 'backwards' : null;
    start ??= point.start;
    before = point;
  }
  if (!start || !before) return null;
  if (!/^\d+年/.test(said) && isAfter(before.end, start.add({ years: 1 }))) return null;
  return { start, end: before.end, kind: start.equals(before.end) ? 'exact' : 'range' };
}

function interpret(text: string, context: Context): Read<TimeWords> {
  if (text.length > LONGEST_TEXT) return null;
  const { today } = context;
  const said = normalise(text, today);
  if (/^(?:随时|越快越好|尽快|尽早|长期|常年)\D*$/.test(said))
    return { start: today, end: null, kind: 'open' };
  // As in the sample season: the harvest of the region is in by the end of October.
  if (/^秋收[以之]?后$/.test(said)) return readSpan('11月', context);
  const whole = readSpan(said, context);
  if (whole !== null) return whole;
  const [, words = '', side, until, from] = EDGE.exec(said) ?? [];
  const span = readSpan(words, context);
  if (span === null || typeof span === 'string') return span;
  if (from) return { start: span.start, end: null, kind: 'open' };
  if (side === '后') return { start: span.end.add({ days: 1 }), end: null, kind: 'open' };
  const end = until || side === '内' || /[底末]$/.test(words) ? span.end : span.start.subtract({ days: 1 });
  return { start: isAfter(today, end) ? end : today, end, kind: 'range' };
}

/**
 * The days meant by a time written in Chinese or English: 10月中旬, 9月底前, 10月13日至14日, mid October, 随时. A missing year is the
 * one in which they were written; "before" starts today and leaves the named day out. Null when not understood (the words are kept elsewhere). Never throws.
 */
export function parseTimeWords(text: string, context: Context): TimeWords | null {
  const read = interpret(text, context);
  return typeof read === 'string' ? null : read;
}

/** What the form must point out (2月30日, 13月; 12月20日至12月10日); without `year`, 29 February passes. */
export function faultInTime(text: string, year = 2024): TimeFault | undefined {
  const read = interpret(text, { year, today: Temporal.PlainDate.from({ year, month: 1, day: 1 }) });
  return typeof read === 'string' ? read : undefined;
}

import { chineseToNumber } from '../programme/quantity.ts';
import { parseTimeWords } from '../programme/time-words.ts';

/** What is missing in a time is taken from these. */
export interface Clock {
  /** The programme year: of a month or a half without a year. */
  year: number;
  today: Temporal.PlainDate;
}

/** From the first day to the last. */
export interface Span {
  start: Temporal.PlainDate;
  end: Temporal.PlainDate;
}

/** The days of one point in time; undefined for what no calendar has: 2月30日. */
export function spanOf(said: string, clock: Clock): Span | undefined {
  const { today } = clock;
  const text = said
    .replace(/今年/, `${today.year}年`)
    .replace(/去年/, `${today.year - 1}年`)
    .replace(/前年/, `${today.year - 2}年`)
    .replace(/^(\d{4}) ?(?=\d{1,2}月|[上下第全])/, '$1年')
    .replace(/^(?:the )/, '')
    .trim();
  const own = relativeOf(text, today) ?? partOfYear(text, clock);
  if (own) return own;
  const read = parseTimeWords(text, clock);
  return read?.end ? { start: read.start, end: read.end } : undefined;
}

const ORDER: Record<string, number> = { first: 1, '1st': 1, second: 2, '2nd': 2, third: 3, '3rd': 3 };

function partOfYear(text: string, { year: own }: Clock): Span | undefined {
  const year = Number(/(?<!\d)\d{4}(?!\d)/.exec(text)?.[0] ?? own);
  if (/^\d{4}年?$/.test(text)) return months(year, 1, 12);
  const half = /h([12])\b|(first|second|1st|2nd) half/.exec(text);
  if (half) {
    const n = Number(half[1] ?? ORDER[half[2] ?? ''] ?? 2);
    return months(year, n * 6 - 5, 6);
  }
  const quarter = /q([1-4])\b|(\w+) quarter|第?([一二三四1-4])个?季度/.exec(text);
  if (!quarter || /^(?:this|last)$/.test(quarter[2] ?? '')) return undefined;
  const said = quarter[1] ?? quarter[3] ?? String(ORDER[quarter[2] ?? ''] ?? 4);
  return months(year, (chineseToNumber(said) ?? Number(said)) * 3 - 2, 3);
}

function relativeOf(text: string, today: Temporal.PlainDate): Span | undefined {
  const back = /^(?:今天|today)$/.test(text)
    ? 0
    : /^(?:昨天|yesterday)$/.test(text)
      ? 1
      : text === '前天'
        ? 2
        : -1;
  if (back >= 0) return { start: today.subtract({ days: back }), end: today.subtract({ days: back }) };
  const lately =
    /^(?:最近|近|过去|last|past)的?\s?(\d{1,3}|[一二两三四五六七八九十]{1,3})\s?(天|日|周|个?星期|个月|days?|weeks?|months?)$/.exec(
      text,
    );
  if (lately) {
    const n = chineseToNumber(lately[1] ?? '') ?? Number(lately[1]);
    const unit = lately[2] ?? '';
    const length = /月|month/.test(unit) ? { months: n } : { days: /周|星期|week/.test(unit) ? n * 7 : n };
    return { start: today.subtract(length).add({ days: 1 }), end: today };
  }
  const one = /^(本|这个?|上个?|this |last )(月|周|星期|季度|year|month|week|quarter)$/.exec(text);
  if (!one) return undefined;
  const isLast = /^(?:上|last)/.test(one[1] ?? '');
  if (/year/.test(text)) return months(today.year - Number(isLast), 1, 12);
  if (/月|month/.test(text)) {
    const month = isLast ? today.subtract({ months: 1 }) : today;
    return months(month.year, month.month, 1);
  }
  if (/季度|quarter/.test(text)) {
    const day = isLast ? today.subtract({ months: 3 }) : today;
    return months(day.year, Math.floor((day.month - 1) / 3) * 3 + 1, 3);
  }
  const monday = today.subtract({ days: today.dayOfWeek - 1 + (isLast ? 7 : 0) });
  return { start: monday, end: monday.add({ days: 6 }) };
}

function months(year: number, month: number, length: number): Span | undefined {
  if (year < 1900 || year > 2200) return undefined;
  const start = Temporal.PlainDate.from({ year, month, day: 1 });
  return { start, end: start.add({ months: length }).subtract({ days: 1 }) };
}

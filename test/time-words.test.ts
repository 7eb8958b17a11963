import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { faultInTime, parseTimeWords } from '../src/programme/time-words.ts';
import { runs } from './helpers/runs.ts';

/** A Monday. */
const today = Temporal.PlainDate.from('2013-09-02');

function daysOf(text: string): string {
  const read = parseTimeWords(text, { year: 2013, today });
  if (read === null) return faultInTime(text, 2013) ?? 'not understood';
  return read.end === null
    ? `from ${read.start}`
    : read.kind === 'exact'
      ? `${read.start}`
      : `${read.start} to ${read.end}`;
}

describe('Chinese', () => {
  test.each([
    ['2013年9月中旬', '2013-09-11 to 2013-09-20'],
    ['2013年9月下旬', '2013-09-21 to 2013-09-30'],
    ['2013年9月底前', '2013-09-02 to 2013-09-30'],
    ['2013年10月10日前', '2013-09-02 to 2013-10-09'],
    ['2013年10月10日以前', '2013-09-02 to 2013-10-09'],
    ['10月31日止', '2013-09-02 to 2013-10-31'],
    ['2013年11月', '2013-11-01 to 2013-11-30'],
    ['2013年9月至10月', '2013-09-01 to 2013-10-31'],
    ['9-10月', '2013-09-01 to 2013-10-31'],
    ['2013年9月下旬至10月上旬', '2013-09-21 to 2013-10-10'],
    ['2013年12月上中旬', '2013-12-01 to 2013-12-20'],
    ['10月上旬到中旬', '2013-10-01 to 2013-10-20'],
    ['2013年9月26日下午', '2013-09-26'],
    ['2013年10月19日(周六)上午', '2013-10-19'],
    ['2013年10月19日\uff08周六\uff09上午', '2013-10-19'],
    ['10月19日上午9:00-11:30', '2013-10-19'],
    ['10月19日下午两点', '2013-10-19'],
    ['2013年10月13日至14日', '2013-10-13 to 2013-10-14'],
    ['10月13-14日', '2013-10-13 to 2013-10-14'],
    ['10月13日—14日', '2013-10-13 to 2013-10-14'],
    ['10月13日、14日', '2013-10-13 to 2013-10-14'],
    ['自9月15日起至10月15日止', '2013-09-15 to 2013-10-15'],
    ['即日起至10月底', '2013-09-02 to 2013-10-31'],
    ['2013年12月至2014年2月', '2013-12-01 to 2014-02-28'],
    ['11月至2月', '2013-11-01 to 2014-02-28'],
    ['2013年9月至12月\uff0c每月两次', '2013-09-01 to 2013-12-31'],
    ['2013年9月至12月,每月两次', '2013-09-01 to 2013-12-31'],
    ['2013年9月起每周三上午', 'from 2013-09-01'],
    ['2013年10月起,每两周一次', 'from 2013-10-01'],
    ['国庆节后', 'from 2013-10-08'],
    ['随时', 'from 2013-09-02'],
    ['越快越好', 'from 2013-09-02'],
    ['长期', 'from 2013-09-02'],
    ['秋收后', '2013-11-01 to 2013-11-30'],
    ['年底前', '2013-09-02 to 2013-12-31'],
    ['2013年底', '2013-12-01 to 2013-12-31'],
    ['明天', '2013-09-03'],
    ['本周五', '2013-09-06'],
    ['下周三', '2013-09-11'],
    ['两周内', '2013-09-02 to 2013-09-16'],
    ['11月6日', '2013-11-06'],
    ['11月6号', '2013-11-06'],
    ['2013-11-06', '2013-11-06'],
    ['2013/11/6', '2013-11-06'],
    ['11.6', '2013-11-06'],
    ['11.6-11.8', '2013-11-06 to 2013-11-08'],
    ['2013.10.13-2013.10.14', '2013-10-13 to 2013-10-14'],
    ['\uff11\uff10月\uff11\uff13日', '2013-10-13'],
    ['十月中旬', '2013-10-11 to 2013-10-20'],
    ['十一月六日', '2013-11-06'],
    ['二〇一三年十一月六日', '2013-11-06'],
    ['十月十三至十四日', '2013-10-13 to 2013-10-14'],
  ])('When the time is %j, Then it is read as %s', (text, expected) => {
    expect(daysOf(text)).toBe(expected);
  });
});

describe('English', () => {
  test.each([
    ['mid October 2013', '2013-10-11 to 2013-10-20'],
    ['early November', '2013-11-01 to 2013-11-10'],
    ['late September', '2013-09-21 to 2013-09-30'],
    ['mid-October to early November 2013', '2013-10-11 to 2013-11-10'],
    ['13-14 October 2013', '2013-10-13 to 2013-10-14'],
    ['from 13 to 15 October', '2013-10-13 to 2013-10-15'],
    ['28 September to 3 October', '2013-09-28 to 2013-10-03'],
    ['Oct 13', '2013-10-13'],
    ['October 13th, 2013', '2013-10-13'],
    ['Sunday 13 October 2013', '2013-10-13'],
    ['Sept 26 afternoon', '2013-09-26'],
    ['November 2013', '2013-11-01 to 2013-11-30'],
    ['before 10 October', '2013-09-02 to 2013-10-09'],
    ['by 10 October', '2013-09-02 to 2013-10-10'],
    ['before the end of October', '2013-09-02 to 2013-10-31'],
    ['October onwards', 'from 2013-10-01'],
    ['as soon as possible', 'from 2013-09-02'],
    ['long-term', 'from 2013-09-02'],
    ['next Monday', '2013-09-09'],
    ['next month', '2013-10-01 to 2013-10-31'],
  ])('When the time is %j, Then it is read as %s', (text, expected) => {
    expect(daysOf(text)).toBe(expected);
  });
});

describe('what no calendar has, what runs backwards, and what nobody can know', () => {
  test.each([
    ['2月30日', 'impossible'],
    ['2013年2月29日', 'impossible'],
    ['13月', 'impossible'],
    ['2013-13-01', 'impossible'],
    ['9月31日至10月2日', 'impossible'],
    ['10月1日至32日', 'impossible'],
    ['30 February', 'impossible'],
    ['10月14日至13日', 'backwards'],
    ['11月至9月', 'backwards'],
    ['13/10/2013', 'not understood'],
    ['13/10', 'not understood'],
    ['10-13', 'not understood'],
    ['10月的第二周', 'not understood'],
    ['等通知', 'not understood'],
    ['长期,至2014年6月', 'not understood'],
    ['10月每周三至11月', 'not understood'],
    ['', 'not understood'],
  ])('When the time is %j, Then it is %s', (text, expected) => {
    expect(daysOf(text)).toBe(expected);
  });

  test('When no year is known, Then 29 February may exist', () => {
    expect(faultInTime('2月29日')).toBe(undefined);
    expect(faultInTime('2月29日', 2013)).toBe('impossible');
    expect(faultInTime('2月30日')).toBe('impossible');
    expect(faultInTime('12月20日至12月10日')).toBe('backwards');
    expect(faultInTime('Oct 14 - Oct 13')).toBe('backwards');
    expect(faultInTime('11月至2月')).toBe(undefined);
  });
});

describe('properties', () => {
  const day = fc
    .integer({ min: 0, max: 3650 })
    .map((days) => Temporal.PlainDate.from('2009-01-01').add({ days }));

  test('When a day is written in any usual way, Then that day is read', () => {
    fc.assert(
      fc.property(day, ({ year, month, day }) => {
        const iso = Temporal.PlainDate.from({ year, month, day }).toString();
        for (const text of [
          iso,
          `${year}年${month}月${day}日`,
          `${year}/${month}/${day}`,
          `${month}月${day}日`,
        ]) {
          expect(parseTimeWords(text, { year, today })).toMatchObject({ kind: 'exact' });
          expect(`${parseTimeWords(text, { year, today })?.start}`).toBe(iso);
        }
      }),
    );
  });

  test('When any text is given, Then nothing is thrown and no end lies before its start', () => {
    const words =
      '2013 9 10 31 0 年 月 日 上旬 中旬 底 前 后 起 至 - ~ / . , ( ) 每 周 下 三 十 长期 october mid next by 内'.split(
        ' ',
      );
    const near = fc.array(fc.constantFrom(...words), { maxLength: 9 }).map((all) => all.join(''));
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), near), day, (text, now) => {
        const read = parseTimeWords(text, { year: now.year, today: now });
        if (read?.end) expect(Temporal.PlainDate.compare(read.start, read.end)).toBeLessThanOrEqual(0);
        if (read) expect(faultInTime(text, now.year)).toBe(undefined);
      }),
      { numRuns: runs(3000, 1000) },
    );
  });

  test('When the text is hostile and long, Then it is refused at once', () => {
    const begun = performance.now();
    for (const piece of ['9', '月', '至', '(', ',', '每', '一', ' ', 'october ', '1-', '起~']) {
      expect(parseTimeWords(piece.repeat(50_000), { year: 2013, today })).toBeNull();
      parseTimeWords(piece.repeat(120).slice(0, 120), { year: 2013, today });
    }
    expect(performance.now() - begun).toBeLessThan(5000);
  });
});

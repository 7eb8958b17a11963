import fc from 'fast-check';
import nzh from 'nzh/cn';
import { describe, expect, test } from 'vitest';
import { chineseToNumber, parseCount, parseFigure, toHalfWidth } from '../src/programme/quantity.ts';
import { runs } from './helpers/runs.ts';

function numberOf(read: ReturnType<typeof parseCount>): number | string {
  return read.ok ? read.value : read.reason;
}

describe('counts', () => {
  test.each([
    ['30', 30],
    ['\uff13\uff10', 30],
    ['1,200', 1200],
    ['1\uff0c200', 1200],
    ['5,000,000', 5_000_000],
    ['两', 2],
    ['俩', 2],
    ['廿', 20],
    ['廿三', 23],
    ['二十', 20],
    ['一百二', 120],
    ['一百零二', 102],
    ['二〇', 20],
    ['一万二', 12_000],
    ['两万余人次', 20_000],
    ['2.6万', 26_000],
    ['1.13万', 11_300],
    ['2.6万人次', 26_000],
    ['二点五万', 25_000],
    ['3千', 3000],
    ['3千5', 3500],
    ['1.2亿', 120_000_000],
    ['1亿2000万', 120_000_000],
    ['30 人次', 30],
    ['5项新技术', 5],
    ['20位专家', 20],
    ['30 people', 30],
    ['3k', 3000],
    ['0', 0],
    ['零', 0],
    ['无', 0],
    ['-1', 'negative'],
    ['负三', 'negative'],
    ['2.5', 'not_whole'],
    ['半天', 'not_whole'],
    ['', 'empty'],
    [' \n ', 'empty'],
    ['abc', 'not_a_number'],
    ['1e5', 'not_a_number'],
    ['0x10', 'not_a_number'],
    ['NaN', 'not_a_number'],
    ['Infinity', 'not_a_number'],
    ['10²', 'not_a_number'],
    ['50%', 'not_a_number'],
    ['第3', 'not_a_number'],
    ['3个村5户', 'not_a_number'],
    ['万千0', 'not_a_number'],
    ['12百', 'not_a_number'],
    ['百人次¥', 'not_a_number'],
    ['12345678901', 'too_large'],
    ['2-3', 'ambiguous'],
    ['2至3人', 'ambiguous'],
    ['两三个', 'ambiguous'],
    ['三五个', 'ambiguous'],
    ['十几', 'ambiguous'],
    ['几十', 'ambiguous'],
    ['1,20', 'ambiguous'],
    ['1 200', 'ambiguous'],
  ])('When a count is written %j, Then it is read as %j', (text, expected) => {
    expect(numberOf(parseCount(text))).toBe(expected);
  });

  test.each(['70余个', '约30人', '~30', '30+', '一百二十人左右', '十多人', 'about 30', '近百人'])(
    'When a count is written %j, Then it is marked as approximate',
    (text) => {
      expect(parseCount(text)).toMatchObject({ ok: true, approximate: true });
    },
  );

  test('When the text is hostile and long, Then it is refused at once', () => {
    const begun = performance.now();
    for (const piece of ['9', '1,', '一', '万', '-', '1亿万', ' ', '约', '人']) {
      expect(parseCount(piece.repeat(100_000)).ok).toBe(false);
      parseCount(piece.repeat(60));
    }
    expect(performance.now() - begun).toBeLessThan(5000);
  });
});

describe('figures', () => {
  test.each([
    ['半天', 0.5],
    ['1天半', 1.5],
    ['两天半', 2.5],
    ['一个半小时', 1.5],
    ['10.5', 10.5],
    ['\uff11\uff10\uff0e\uff15', 10.5],
    ['80万元', 800_000],
  ])('When a figure is written %j, Then it is read as %j', (text, expected) => {
    expect(numberOf(parseFigure(text))).toBe(expected);
  });

  test.each([
    ['80', 80],
    ['80万', 80],
    ['80万元', 80],
    ['约80万元', 80],
    ['八十万元', 80],
    ['800000元', 80],
    ['¥800000', 80],
    ['1.2亿', 12_000],
    ['五千万', 5000],
    ['5千元', 0.5],
    ['0', 0],
    ['5千', 'ambiguous'],
    ['80万美元', 'not_a_number'],
    ['80万人', 'not_a_number'],
  ])('When a benefit is written %j, Then it is read in 10,000 CNY as %j', (text, expected) => {
    expect(numberOf(parseFigure(text, { unit: 'wan' }))).toBe(expected);
  });
});

describe('properties', () => {
  const count = fc.integer({ min: 0, max: 999_999_999 });

  test('When a count is written in any usual way, Then the same count is read', () => {
    fc.assert(
      fc.property(count, fc.constantFrom('', '人次', ' 个', '名', '份'), (value, unit) => {
        const fullWidth = String(value).replace(/\d/g, (digit) =>
          String.fromCodePoint(0xff10 + Number(digit)),
        );
        const expected = { ok: true, value, approximate: false };
        for (const text of [`${value}`, value.toLocaleString('en-US'), fullWidth, nzh.encodeS(value)]) {
          expect(parseCount(text + unit)).toEqual(expected);
        }
      }),
    );
  });

  test('When any text is given, Then nothing is thrown and a value is a finite number from 0', () => {
    const near = fc
      .array(fc.constantFrom(...'0123456789.,-~一二两十百千万亿半几余约个人次天元 +零〇点'))
      .map((all) => all.join(''));
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), near), (text) => {
        for (const read of [parseCount(text), parseFigure(text), parseFigure(text, { unit: 'wan' })]) {
          if (read.ok) expect(Number.isFinite(read.value) && read.value >= 0).toBe(true);
        }
        chineseToNumber(text);
        toHalfWidth(text);
      }),
      { numRuns: runs(2000, 700) },
    );
  });
});

test('When a number is an English word, Then it counts up to twelve', () => {
  for (const [text, value] of [
    ['two', 2],
    ['Twelve experts', 12],
    ['one', 1],
  ] as const)
    expect(parseCount(text)).toMatchObject({ ok: true, value });
  expect(parseCount('several').ok).toBe(false);
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isolate } from '../src/i18n/isolate.ts';
import { localeOf } from '../src/i18n/locale.ts';
import { wordsOf } from '../src/i18n/words.ts';
import { checkBlocks } from '../src/playground/block-kit/check-blocks.ts';
import { button, context, facts, header, message, section } from '../src/slack/blocks.ts';
import { escapeText, shorten, tidy } from '../src/slack/text.ts';

/** What people may write, the nasty kinds first. */
const hostile = fc.oneof(
  fc.constantFrom(
    ...[
      '<!channel> @here <@U0BUREAU>',
      '*粗体* _斜_ ~删~ `码`',
      '=HYPERLINK("http://x")',
      "'; drop table demand; --",
    ],
    ...[
      '\u202Eabc\u202C',
      '👨‍👩‍👧‍👦'.repeat(400),
      '\u0000\uD800',
      ' \u3000\n\t ',
      'a&b<c>d',
      '&amp;lt;',
      '天'.repeat(5000),
    ],
  ),
  fc.string({ unit: 'binary', maxLength: 200 }),
  fc.string({ unit: 'grapheme', maxLength: 6000 }),
);

const say = wordsOf({ zh: { slots: '{n} 个名额' }, en: { slots: '{n} {n|slot|slots}' } });

describe('text', () => {
  test('When text is shortened, Then at a whole character, within the limit, and short text is untouched', () => {
    expect(shorten('👨‍👩‍👧‍👦👨‍👩‍👧‍👦', 12)).toBe('👨‍👩‍👧‍👦…');
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 1, max: 60 }), (text, max) => {
        const short = shorten(text, max);
        expect(short.length).toBeLessThanOrEqual(max);
        expect(short.isWellFormed()).toBe(true);
        if (text.length <= max) expect(short).toBe(text);
      }),
    );
  });

  test('When text comes in, Then it is trimmed, with plain newlines, and PostgreSQL can store it', () => {
    expect(tidy('  一\r\n二\r三 \u0000')).toBe('一\n二\n三');
    expect(tidy('\uD800x').isWellFormed()).toBe(true);
  });

  test('When text turns the direction round, Then only within its own isolate', () => {
    expect(isolate('a\u202Eb')).toBe('\u2068a\u202Eb\u2069');
    expect(isolate('plain')).toBe('plain');
    expect(isolate('a\u202Eb\u202C')).toBe('a\u202Eb\u202C');
    expect(isolate(isolate('\u2069x\u202E'))).toBe('\u2068x\u202E\u2069');
    expect(say('zh', 'slots', { n: 'x\u202E' })).toBe('\u2068x\u202E\u2069 个名额');
  });

  test('When hostile text is shown, Then the message keeps Slack’s limits and nothing mentions, links or is lost', () => {
    fc.assert(
      fc.property(hostile, hostile, (a, b) => {
        const press = button({ text: a, actionId: 'claim_slot', value: 'x', label: b });
        const { text, blocks } = message(header(a), section(b, press), facts([[a, b]]), context(a, b));
        expect(checkBlocks(JSON.parse(JSON.stringify(blocks)), 'message')).toEqual([]);
        expect(text.length).toBeLessThanOrEqual(4000);
        expect(text.replaceAll(/&(amp|lt|gt);/g, '')).not.toMatch(/[<>&]/);
        const start = escapeText(isolate(tidy(a)).slice(0, 20));
        if (tidy(a) === a && a.length > 0 && !a.includes('\u2066')) expect(text).toContain(start.slice(0, 5));
      }),
    );
  });
});

describe('words', () => {
  test('When a sentence has a number, Then English counts and Chinese does not', () => {
    expect(say('zh', 'slots', { n: 1 })).toBe('1 个名额');
    expect(say('en', 'slots', { n: 1 })).toBe('1 slot');
    expect(say('en', 'slots', { n: 0 })).toBe('0 slots');
  });

  test('When a value is missing, Then it is a bug and throws', () => {
    expect(() => say('zh', 'slots')).toThrow('n');
  });

  test('When Slack names a locale, Then anything Chinese reads Chinese', () => {
    expect(['zh-CN', 'ZH-tw', 'en-GB', 'de-DE', undefined].map((one) => localeOf(one))).toEqual([
      'zh',
      'zh',
      'en',
      'en',
      'zh',
    ]);
  });
});

import type { KnownBlock } from '@slack/types';
import type { Locale } from '../i18n/locale.ts';
import { wordsOf } from '../i18n/words.ts';
import { context, section } from '../slack/blocks.ts';
import { shorten } from '../slack/text.ts';
import type { HighHosts } from './high-hosts.ts';

const say = wordsOf({
  zh: {
    title: '本年度为市级以上单位发布需求 {n} 条（仅联络员可见）',
    line: '{number} {unit}：{reason}',
    more: '另有 {n} 条。',
  },
  en: {
    title: 'Needs published this year for units above county level: {n} (only coordinators see this)',
    line: '{number} {unit}: {reason}',
    more: 'And {n} more.',
  },
});

/** Nothing where there are none: in most districts. */
export function buildHighHosts({ n, first }: HighHosts, locale: Locale): KnownBlock[] {
  if (n === 0) return [];
  const lines = first.map(({ number, unit, reason }) =>
    say(locale, 'line', { number, unit: shorten(unit, 60), reason: shorten(reason, 200) }),
  );
  const more = n - first.length;
  return [
    section([say(locale, 'title', { n }), ...lines].join('\n')),
    ...(more > 0 ? [context(say(locale, 'more', { n: more }))] : []),
  ];
}

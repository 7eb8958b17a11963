import type { KnownBlock } from '@slack/types';
import type { Locale } from '../i18n/locale.ts';
import { joinNames } from '../i18n/words.ts';
import { context, facts } from '../slack/blocks.ts';
import { unitName } from '../summaries/summary.ts';
import type { Digest, StillOpen } from './digest.ts';
import type { DigestFrame } from './sections.ts';
import { say } from './words.ts';

/** As many units as are named of those that owe a summary of the year before. */
const MOST_UNITS = 8;

/** What is left of each year before, who still owes a summary, what was done about it, and where it is seen and done. */
export function stillOpenOf({ stillOpen = [] }: Digest, { locale }: DigestFrame): KnownBlock[] {
  const left = stillOpen.map(
    (one) => [say(locale, 'still_open', { year: one.year }), sayLeft(one, locale)] as const,
  );
  return left.length > 0 ? [facts(left), context(say(locale, 'still_open_where'))] : [];
}

function sayLeft({ year, toFile, toDecide, summaries, changed }: StillOpen, locale: Locale): string {
  const n = summaries.length;
  const units = joinNames(
    summaries.slice(0, MOST_UNITS).map((unit) => unitName(unit, locale, year)),
    locale,
  );
  const done = (['reports', 'summaries'] as const)
    .filter((key) => changed[key] > 0)
    .map((key) => say(locale, `changed_${key}`, { n: changed[key] }));
  const lines = [
    ...(toFile > 0 ? [say(locale, 'still_to_file', { n: toFile })] : []),
    ...(toDecide > 0 ? [say(locale, 'still_to_decide', { n: toDecide })] : []),
    ...(n > 0
      ? [say(locale, n > MOST_UNITS ? 'still_summaries_more' : 'still_summaries', { n, units })]
      : []),
  ];
  const said = lines.length > 0 ? lines : [say(locale, 'still_nothing')];
  return [
    said.join(' · '),
    ...(done.length > 0 ? [`${say(locale, 'changes')}: ${done.join(' · ')}`] : []),
  ].join('\n');
}

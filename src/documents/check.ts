import { showRange } from '../demands/show-range.ts';
import type { Locale } from '../i18n/locale.ts';
import { joinNames } from '../i18n/words.ts';
import type { PaperBlock } from './paper.ts';
import { say } from './words-year.ts';

/** What doesn't agree in a unit's accepted reports, by their numbers. */
export type Disagreement = { numbers: readonly string[] } & (
  | {
      kind: 'two_places';
      /** Undefined where nobody is named: health care for high-level talents. */
      expert: string | undefined;
      spans: readonly [Span, Span];
    }
  | { kind: 'too_many_days'; days: number; span: number }
  | { kind: 'same_picture'; name: string }
  | { kind: 'two_spellings'; names: readonly string[] }
  | { kind: 'trained_more'; trained: number; served: number }
);

interface Span {
  /** 'YYYY-MM-DD', both inclusive. */
  from: string;
  to: string;
}

/** What is said where nothing disagrees, or a table of what does. */
export function buildChecks(
  found: readonly Disagreement[],
  { locale, year }: { locale: Locale; year: number },
): PaperBlock[] {
  if (found.length === 0) return [{ kind: 'paragraph', text: say(locale, 'check_nothing') }];
  return [
    {
      kind: 'table',
      title: say(locale, 'check_table'),
      columns: [
        { heading: say(locale, 'no'), width: 3 },
        { heading: say(locale, 'check_what'), width: 10 },
        { heading: say(locale, 'check_reports'), width: 10 },
        { heading: say(locale, 'check_detail'), width: 18 },
      ],
      rows: found.map((one, i) => [
        i + 1,
        say(locale, `check_${one.kind}`),
        joinNames(one.numbers, locale),
        showDetail(one, locale, year),
      ]),
      notes: [say(locale, 'check_note')],
    },
  ];
}

function showDetail(one: Disagreement, locale: Locale, year: number): string {
  switch (one.kind) {
    case 'two_places': {
      const [first, second] = one.spans.map(({ from, to }) => showRange(from, to, locale, year));
      const who = one.expert ?? say(locale, 'check_somebody');
      return say(locale, 'check_two_places_said', { who, first: first ?? '', second: second ?? '' });
    }
    case 'too_many_days':
      return say(locale, 'check_days_said', { days: one.days, span: one.span });
    case 'same_picture':
      return one.name;
    case 'two_spellings':
      return one.names.join(say(locale, 'list_separator'));
    case 'trained_more':
      return say(locale, 'check_trained_said', { trained: one.trained, served: one.served });
  }
}

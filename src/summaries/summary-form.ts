import { z } from 'zod';
import type { Locale } from '../i18n/locale.ts';
import type { Typed } from '../slack/form.ts';
import type { SummaryContent, SummaryFigures, Version } from './summary.ts';
import { say } from './words.ts';

/** Slack's most for one field. */
const LONGEST = 3000;

/** Checks the summary; each message stands under its field, in the reader's language. */
export function summarySchema(locale: Locale) {
  const text = z
    .string()
    .max(LONGEST, say(locale, 'too_long', { max: LONGEST }))
    .nullish()
    .transform((value) => value ?? '');
  return z
    .object({
      ...{ narrative: text, stories: text, news: text },
      nil: z
        .array(z.string())
        .nullish()
        .transform((ticked) => (ticked ?? []).length > 0),
    })
    .refine(({ nil, narrative }) => nil || narrative !== '', {
      path: ['narrative'],
      error: say(locale, 'narrative_needed'),
    });
}

/** Worth a second look: asked about, never refused. */
export interface Doubt {
  kind: 'nil_with_reports';
  n: number;
}

/** Nothing was done, and yet reports of it are accepted. A nil summary may well say why nothing was done. */
export function doubtsOf(
  { nil }: Pick<SummaryContent, 'nil'>,
  { reports }: Pick<SummaryFigures, 'reports'>,
): Doubt[] {
  return nil && reports > 0 ? [{ kind: 'nil_with_reports', n: reports }] : [];
}

/** Names what was asked about: a confirmation holds for these doubts and no others. */
export function keyOfDoubts(doubts: readonly Doubt[]): string {
  return doubts.map(({ kind, n }) => `${kind}:${n}`).join(' ');
}

/** A report whose typical deed may go into the summary. */
export interface Story {
  number: string;
  title: string;
}

/** What stands in the form at first: the version that came back, else the titles of the typical deeds as suggestion. */
export function typedAtFirst(latest: Version | undefined, stories: readonly Story[]): Typed {
  if (!latest) return { narrative: null, stories: suggest(stories), news: null, nil: [] };
  const { narrative, stories: told, news, nil } = latest;
  return { narrative, stories: told, news, nil: nil ? ['yes'] : [] };
}

/** Whole lines only, as many as the field takes. */
function suggest(stories: readonly Story[]): string | null {
  let text = '';
  for (const { number, title } of stories) {
    const line = `${number} ${title}`;
    if (text.length + line.length + 1 > LONGEST) break;
    text += text === '' ? line : `\n${line}`;
  }
  return text || null;
}

import type { Locale } from '../i18n/locale.ts';
import { offeredOf } from '../programme/catalogue.ts';
import type { Column } from './columns.ts';
import type { Kind } from './import.ts';
import { say } from './words.ts';
import type { TextSheet } from './workbook.ts';

/** The headings in the reader's language with one example below them, and what may stand in each column. */
export function templateOf(columns: readonly Column[], locale: Locale): TextSheet[] {
  const offered = columns.filter(({ field }) => field !== 'demand');
  const headings = offered.map(({ labels, isRequired }) => `${labels[locale]}${isRequired ? ' *' : ''}`);
  const example = offered.map((column) => column.example[locale]);
  return [
    {
      name: say(locale, 'template_sheet'),
      rows: [headings, example],
      widths: headings.map((text) => Math.min(40, Math.max(12, text.length * 2))),
      headings: 1,
    },
    allowedOf(offered, locale),
  ];
}

/** One column for each that takes only some values, and the note above them. */
function allowedOf(columns: readonly Column[], locale: Locale): TextSheet {
  const listed = columns.flatMap(({ labels, allowed }) =>
    allowed ? [{ label: labels[locale], values: offeredOf(allowed).map((one) => one[locale]) }] : [],
  );
  const most = Math.max(0, ...listed.map(({ values }) => values.length));
  return {
    name: say(locale, 'template_allowed'),
    rows: [
      [say(locale, 'template_note')],
      listed.map(({ label }) => label),
      ...Array.from({ length: most }, (_, i) => listed.map(({ values }) => values[i] ?? '')),
    ],
    widths: listed.map(() => 26),
    headings: 2,
  };
}

/** Some headings, for whoever has none. */
export function sampleHeadings(columns: readonly Column[], locale: Locale): string {
  const required = columns.filter(({ isRequired }) => isRequired).map(({ labels }) => labels[locale]);
  return required.slice(0, 6).join(locale === 'zh' ? '、' : ', ');
}

export function templateName(kind: Kind, locale: Locale): string {
  const title = say(locale, 'template_title', { kind: say(locale, `kind_${kind}`) });
  return `${title.replace(/[:：]\s*/, locale === 'zh' ? '-' : ' ')}.xlsx`;
}

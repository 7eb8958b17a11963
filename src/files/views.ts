import type { Locale } from '../i18n/locale.ts';
import { context, facts, linkTo, type Message, message, section } from '../slack/blocks.ts';
import { turnButtons } from '../slack/turn-buttons.ts';
import { ROWS_SHOWN, VALID_HOURS, type Way } from './handed-file.ts';
import { say } from './words.ts';

/** A file as its message tells of it. */
export interface ToldFile {
  id: string;
  way: Way;
  title: string;
  /** A table, its heading first; empty unless it stands in the message. */
  rows: readonly (readonly string[])[];
  /** From 1. */
  page: number;
  address: string | null;
}

/** What the person who asked for the file reads. */
export function buildHandedFile(file: ToldFile, locale: Locale): Message {
  const told = section(say(locale, 'handed', { title: file.title }));
  switch (file.way) {
    case 'upload':
      return message(told, context(say(locale, 'below')));
    case 'link':
      return message(
        told,
        linkTo(file.address ?? '', say(locale, 'fetch_label', { title: file.title })),
        context(say(locale, 'once', { hours: VALID_HOURS })),
      );
    case 'rows':
      return message(told, context(say(locale, 'no_file')), ...buildRows(file, locale));
  }
}

/** A page of the table: each row with its headings, as a table would not fit a phone. */
function buildRows({ id, rows: [heading = [], ...rows], page }: ToldFile, locale: Locale) {
  const pages = Math.max(1, Math.ceil(rows.length / ROWS_SHOWN));
  const shown = Math.min(page, pages);
  const first = (shown - 1) * ROWS_SHOWN;
  const some = rows.slice(first, first + ROWS_SHOWN);
  if (some.length === 0) return [section(heading.join(' · '))];
  const last = first + some.length;
  return [
    ...some.map((cells, i) =>
      facts([
        [
          `${first + i + 1}`,
          cells
            .map((cell, at) => sayCell(heading[at], cell))
            .filter(Boolean)
            .join(' · '),
        ],
      ]),
    ),
    context(say(locale, 'shown', { n: rows.length, first: first + 1, last })),
    ...turnButtons(shown, pages, locale, (to) => `file:${id}:${to}`),
  ];
}

function sayCell(heading: string | undefined, cell: string): string {
  if (cell === '') return '';
  return heading ? `${heading} ${cell}` : cell;
}

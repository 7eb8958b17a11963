import type { KnownBlock, ModalView } from '@slack/types';
import type { Locale } from '../i18n/locale.ts';
import { context, divider, section } from '../slack/blocks.ts';
import { fileField } from '../slack/files.ts';
import { checkboxField, field, type Option, optionOf, type Typed } from '../slack/form.ts';
import { VIEWS } from '../slack/ids.ts';
import { say as sayShared } from '../slack/say.ts';
import { modal } from '../slack/view.ts';
import { templateButton } from './buttons.ts';
import { KINDS } from './import.ts';
import type { KeptRow } from './rows-sql.ts';
import { MOST_BYTES, MOST_ROWS } from './sheet.ts';
import { say } from './words.ts';

export const FILE_TYPES = ['xlsx', 'csv'] as const;

/** Kind and file; each kind with its template. Without `files:read` it says what is missing, and gives templates alone. */
export function buildImportForm(locale: Locale, mayRead: boolean, typed: Typed = {}): ModalView {
  const note = say(locale, 'form_note', { rows: MOST_ROWS, mb: MOST_BYTES / 1024 / 1024 });
  const templates = KINDS.map((kind) =>
    section(`${say(locale, `kind_${kind}`)}\n${say(locale, `about_${kind}`)}`, templateButton(kind, locale)),
  );
  const kinds = KINDS.map((kind) => ({ value: kind, text: say(locale, `kind_${kind}`) }));
  const fields = [
    radioField('kind', say(locale, 'kind'), kinds, typed),
    fileField('file', say(locale, 'file'), { hint: say(locale, 'file_hint'), types: FILE_TYPES, max: 1 }),
  ];
  return modal({
    callbackId: VIEWS.importFile,
    title: say(locale, 'form_title'),
    close: sayShared(locale, 'cancel'),
    ...(mayRead ? { submit: say(locale, 'submit_file') } : {}),
    blocks: [
      context(note),
      ...(mayRead ? fields : [section(say(locale, 'no_scope'))]),
      divider(),
      ...templates,
    ],
  });
}

/** As many stand on one page. */
export const LIKELY_SHOWN = 10;

/** A page of rows that look like something that is there: the same, or another? Saved page by page. */
export function buildLikelyForm(
  locale: Locale,
  { importId, rows, from, n }: { importId: string; rows: readonly KeptRow[]; from: number; n: number },
): ModalView {
  const isLast = from + rows.length > n;
  const options = [
    { value: 'same', text: say(locale, 'likely_same') },
    { value: 'another', text: say(locale, 'likely_another') },
  ];
  const all = [{ value: 'yes', text: say(locale, 'likely_all') }];
  return modal({
    callbackId: VIEWS.answerLikely,
    title: say(locale, 'likely_title'),
    submit: say(locale, isLast ? 'likely_save' : 'likely_next'),
    close: sayShared(locale, 'cancel'),
    metadata: { importId, rows: rows.map(({ no }) => no).join(' '), from: String(from), n: String(n) },
    blocks: [
      context(say(locale, 'likely_note', { from, to: from + rows.length - 1, n })),
      ...rows.flatMap((row): KnownBlock[] => [
        section(sayLikely(row, locale)),
        radioField(`row_${row.no}`, say(locale, 'likely_choice'), options, {}, true),
      ]),
      ...(isLast ? [] : [checkboxField('all', say(locale, 'likely_all'), all, {})]),
    ],
  });
}

function sayLikely({ no: row, cells, likely }: KeptRow, locale: Locale): string {
  const name = [cells.name, cells.employer, cells.unit_name, cells.title, cells.service_start, cells.experts]
    .filter(Boolean)
    .join(' · ');
  if (likely?.row !== undefined) return say(locale, 'likely_row_file', { row, name, other: likely.row });
  return say(locale, 'likely_row', { row, name, other: likely?.name ?? '' });
}

function radioField(id: string, label: string, choices: readonly Option[], typed: Typed, optional = false) {
  const initial = choices.find(({ value }) => value === typed[id]);
  return field(
    id,
    label,
    {
      type: 'radio_buttons',
      action_id: id,
      options: choices.map(optionOf),
      ...(initial ? { initial_option: optionOf(initial) } : {}),
    },
    { optional },
  );
}

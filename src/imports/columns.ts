import type { Locale } from '../i18n/locale.ts';
import type { Labelled } from '../programme/catalogue.ts';
import { asText, type Reader } from './cells.ts';
import { headingKey } from './sheet.ts';

/** A column of a list: a field of the form that people fill in one by one. */
export interface Column {
  /** The form's `block_id`. */
  field: string;
  /** The field's own labels. */
  labels: Record<Locale, string>;
  /** What else people write above it. */
  aliases: readonly string[];
  read: Reader;
  isRequired: boolean;
  /** What may stand in it, for the template. */
  allowed?: readonly Labelled[] | undefined;
  /** In the template's example row. */
  example: Record<Locale, string>;
}

export interface ColumnOptions {
  aliases?: readonly string[];
  read?: Reader;
  isRequired?: boolean;
  allowed?: readonly Labelled[];
  example?: Column['example'] | string;
}

/** A column with the label of the form's field. */
export function columnOf<Key extends string>(
  say: (locale: Locale, key: Key) => string,
  field: Key,
  { aliases = [], read = asText, isRequired = false, allowed, example = '' }: ColumnOptions = {},
): Column {
  const shown = typeof example === 'string' ? { zh: example, en: example } : example;
  const labels = { zh: say('zh', field), en: say('en', field) };
  return { field, labels, aliases, read, isRequired, allowed, example: shown };
}

/** Which column stands under a heading; the first one where two have the same name. */
export function byHeading(columns: readonly Column[]): Map<string, Column> {
  const all = columns.flatMap((column): [string, Column][] =>
    [column.labels.zh, column.labels.en, column.field, ...column.aliases].map((name) => [
      headingKey(name),
      column,
    ]),
  );
  return new Map(all.toReversed());
}

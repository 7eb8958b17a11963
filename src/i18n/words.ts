import { isolate } from './isolate.ts';
import type { Locale } from './locale.ts';

export type Values = Record<string, string | number>;

/** Says one sentence of a room's words in a reader's language. */
export type Say<Key extends string> = (locale: Locale, key: Key, values?: Values) => string;

const ENGLISH_PLURAL = new Intl.PluralRules('en');

/**
 * Makes a room's sentences: both languages have the same keys by type. `{name}` is replaced by a value;
 * `{n|slot|slots}` chooses by the number n. A missing value is a bug and throws.
 */
export function wordsOf<const Zh extends Record<string, string>>(words: {
  zh: Zh;
  en: Record<keyof Zh & string, string>;
}): Say<keyof Zh & string> {
  return (locale, key, values = {}) => fill(words[locale][key] ?? missing(key), values);
}

/** Names in a row: 和平区、河东区; Heping District, Hedong District. */
export function joinNames(names: readonly string[], locale: Locale): string {
  return names.join(locale === 'zh' ? '、' : ', ');
}

function fill(sentence: string, values: Values): string {
  return sentence.replace(
    /\{(\w+)(?:\|([^|}]*)\|([^}]*))?\}/g,
    (_, name: string, one?: string, other?: string) => {
      const value = values[name] ?? missing(name);
      if (one === undefined || other === undefined) return isolate(String(value));
      return ENGLISH_PLURAL.select(Number(value)) === 'one' ? one : other;
    },
  );
}

function missing(name: string): never {
  throw new Error(`no word or value for ‘${name}’`);
}

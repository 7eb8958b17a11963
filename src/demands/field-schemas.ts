import { z } from 'zod';
import type { Locale } from '../i18n/locale.ts';
import { idsOf, type Labelled } from '../programme/catalogue.ts';
import { say } from './words.ts';

/** What may be left empty, of any length. */
export function freeText() {
  return z
    .string()
    .trim()
    .nullish()
    .transform((value) => value ?? '');
}

export function choice(list: readonly Labelled[], locale: Locale) {
  return z
    .enum(idsOf(list), { error: say(locale, 'choice_unknown') })
    .nullish()
    .transform((id) => id ?? undefined);
}

export function choices(list: readonly Labelled[], locale: Locale) {
  return z
    .array(z.enum(idsOf(list), { error: say(locale, 'choice_unknown') }))
    .nullish()
    .transform((ids) => ids ?? []);
}

/** A calendar day as 'YYYY-MM-DD'. */
export function day(locale: Locale) {
  return z
    .string()
    .nullish()
    .refine((text) => !text || isDay(text), { error: say(locale, 'date_impossible') })
    .transform((text) => text || undefined);
}

function isDay(text: string): boolean {
  try {
    return Temporal.PlainDate.from(text, { overflow: 'reject' }).toString() === text;
  } catch {
    return false;
  }
}

import { z } from 'zod';
import type { Locale } from '../i18n/locale.ts';
import { DISTRICTS, SYSTEMS } from '../programme/places.ts';
import { nameKey } from './organisations.ts';
import { LEVELS, type Level, type Unit } from './unit.ts';
import { say } from './words-units.ts';

/** What the form says of a unit. */
export interface UnitForm {
  name: string;
  aliases: string[];
  level: Level | undefined;
  parent: string | undefined;
  districts: string[];
  system: string | undefined;
  contacts: string[];
  deputies: string[];
}

const MOST_ALIASES = 20;
const LONGEST_NAME = 100;

/** Checks the form; each message stands under its field, in the reader's language. A host unit is in some district. */
export function unitSchema({ kind }: Pick<Unit, 'kind'>, locale: Locale) {
  const required = { error: say(locale, 'required') };
  const unknown = { error: say(locale, 'unknown_choice') };
  const tooLong = say(locale, 'too_long', { max: LONGEST_NAME });
  const name = z
    .string(required)
    .trim()
    .refine((text) => nameKey(text) !== '', required)
    .refine((text) => text.length <= LONGEST_NAME, tooLong);
  const people = z
    .array(z.string())
    .nullish()
    .transform((users) => [...new Set(users ?? [])]);
  return z
    .object({
      name,
      aliases: z
        .string()
        .nullish()
        .transform((text) => (text ?? '').split(/[\n;；]/).map((one) => one.trim()))
        .transform((all) => [...new Map(all.map((one) => [nameKey(one), one])).entries()])
        .transform((all) => all.flatMap(([key, one]) => (key === '' ? [] : [one])))
        .refine((all) => all.every((one) => one.length <= LONGEST_NAME), tooLong)
        .refine((all) => all.length <= MOST_ALIASES, say(locale, 'too_many_aliases', { max: MOST_ALIASES })),
      level: z
        .enum(LEVELS, unknown)
        .nullish()
        .transform((level) => level ?? undefined),
      parent: z
        .string()
        .nullish()
        .transform((id) => id || undefined),
      districts: z
        .array(
          z.enum(
            DISTRICTS.map(({ slug }) => slug),
            unknown,
          ),
        )
        .nullish()
        .transform((slugs): string[] => [...new Set(slugs ?? [])])
        .refine((slugs) => kind === 'home_unit' || slugs.length > 0, required),
      system: z
        .enum(
          SYSTEMS.map(({ slug }) => slug),
          unknown,
        )
        .nullish()
        .transform((slug): string | undefined => slug ?? undefined),
      contacts: people,
      deputies: people,
    })
    .refine(({ contacts, deputies }) => !deputies.some((user) => contacts.includes(user)), {
      path: ['deputies'],
      error: say(locale, 'both'),
    });
}

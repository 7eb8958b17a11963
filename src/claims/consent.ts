import { z } from 'zod';
import type { Locale } from '../i18n/locale.ts';
import { say } from './words.ts';

/** The ways in which a home unit's yes reaches us, as kept with each claim (notice 5(2): 经单位同意). */
export const RECORDED_KINDS = ['letter', 'phone', 'online', 'blanket', 'own_pledge'] as const;
export type ConsentKind = (typeof RECORDED_KINDS)[number];

export interface Consent {
  kind: ConsentKind;
  documentNo: string;
  /** 'YYYY-MM-DD' in the programme's zone, as is `until`. */
  date: string;
  /** A blanket consent covers services that end by this day. */
  until: string | undefined;
  /** It rests on a yes in advance that was ended since: it says nothing of another date. */
  isOver?: boolean | undefined;
}

/** Checks the consent as recorded from paper or telephone; each message stands under its field. */
export function consentSchema(locale: Locale, today: Temporal.PlainDate) {
  const required = say(locale, 'required');
  return z
    .object({
      kind: z.enum(RECORDED_KINDS, { error: required }),
      document_no: z
        .string()
        .max(100, say(locale, 'too_long', { max: 100 }))
        .nullish()
        .transform((value) => value ?? ''),
      date: z
        .string({ error: required })
        .refine(isDate, required)
        .refine((date) => date <= today.toString(), say(locale, 'date_in_future')),
      until: z
        .string()
        .nullish()
        .transform((value) => value || undefined),
    })
    .check(({ value: { kind, document_no, date, until }, issues }) => {
      const blame = (field: string, message: string, input: unknown) =>
        issues.push({ code: 'custom', path: [field], message, input });
      if (kind === 'letter' && document_no === '')
        blame('document_no', say(locale, 'letter_needs_number'), document_no);
      if (kind !== 'blanket') return;
      if (until === undefined || !isDate(until)) blame('until', say(locale, 'blanket_needs_term'), until);
      else if (until < date) blame('until', say(locale, 'until_before_date'), until);
    })
    .transform(
      ({ kind, document_no, date, until }): Consent => ({
        ...{ kind, documentNo: document_no, date },
        until: kind === 'blanket' ? until : undefined,
      }),
    );
}

/** The one field of a refusal, a withdrawal or a cancellation. */
export function reasonSchema(locale: Locale) {
  const required = say(locale, 'required');
  return z.object({
    reason: z
      .string({ error: required })
      .min(1, required)
      .max(1000, say(locale, 'too_long', { max: 1000 })),
  });
}

/** A day as a date picker gives it. */
export function isDate(text: string): boolean {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return false;
  try {
    Temporal.PlainDate.from(text, { overflow: 'reject' });
    return true;
  } catch {
    return false;
  }
}

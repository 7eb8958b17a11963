import type { ModalView } from '@slack/types';
import { z } from 'zod';
import type { Locale } from '../i18n/locale.ts';
import { context } from '../slack/blocks.ts';
import { dateField, type Option, type Typed, textField } from '../slack/form.ts';
import { VIEWS } from '../slack/ids.ts';
import { say as sayShared } from '../slack/say.ts';
import { searchField } from '../slack/search-field.ts';
import { modal } from '../slack/view.ts';
import { isDate } from './consent.ts';
import { say as sayClaims } from './words.ts';
import { say } from './words-advance.ts';

/** What is searched for in these forms, apart from other forms' fields of the same name. */
export const SEARCH = 'blanket';

export interface BlanketForm {
  /** Of what it becomes. */
  id: string;
  typed: Typed;
  /** What stands there already. */
  employer: Option[];
  expert: Option[];
}

/** A home unit agrees in advance: for one of its experts, or all, until a day. */
export function buildBlanketForm({ id, typed, employer, expert }: BlanketForm, locale: Locale): ModalView {
  const of = { typed, revision: SEARCH };
  return modal({
    callbackId: VIEWS.recordBlanket,
    title: say(locale, 'blanket_title'),
    submit: sayClaims(locale, 'save'),
    close: sayShared(locale, 'cancel'),
    metadata: { id },
    blocks: [
      context(say(locale, 'blanket_note')),
      searchField('employer', say(locale, 'employer'), employer, of),
      searchField('expert', say(locale, 'expert'), expert, {
        ...of,
        optional: true,
        hint: say(locale, 'expert_hint'),
      }),
      dateField('until', say(locale, 'until'), { typed, hint: say(locale, 'until_hint') }),
      textField('document_no', say(locale, 'document_no'), {
        typed,
        optional: true,
        max: 100,
        hint: say(locale, 'document_no_hint'),
      }),
    ],
  });
}

export function blanketSchema(locale: Locale, today: Temporal.PlainDate) {
  const required = say(locale, 'required');
  return z.object({
    employer: z.string({ error: required }).min(1, required),
    expert: z
      .string()
      .nullish()
      .transform((id) => id || undefined),
    until: z
      .string({ error: required })
      .refine(isDate, required)
      .refine((date) => date >= today.toString(), say(locale, 'until_passed')),
    document_no: z
      .string()
      .max(100, say(locale, 'too_long', { max: 100 }))
      .nullish()
      .transform((text) => text ?? ''),
  });
}

/** Days on which the expert can't go. */
export function buildBlockForm(
  { id, expert }: { id: string; expert: { id: string; name: string } },
  locale: Locale,
): ModalView {
  return modal({
    callbackId: VIEWS.blockDates,
    title: say(locale, 'block_title'),
    submit: sayClaims(locale, 'save'),
    close: sayShared(locale, 'cancel'),
    metadata: { id, expertId: expert.id },
    blocks: [
      context(say(locale, 'block_note', { expert: expert.name })),
      dateField('from', say(locale, 'from')),
      dateField('until', say(locale, 'block_until')),
      textField('reason', say(locale, 'block_reason'), {
        optional: true,
        max: 200,
        hint: say(locale, 'block_reason_hint'),
      }),
    ],
  });
}

/** Longer is no time that doesn't suit, but a pause. */
const LONGEST = 366;

export function blockSchema(locale: Locale, today: Temporal.PlainDate) {
  const required = say(locale, 'required');
  const day = z.string({ error: required }).refine(isDate, required);
  return z
    .object({
      from: day,
      until: day,
      reason: z
        .string()
        .max(200, say(locale, 'too_long', { max: 200 }))
        .nullish()
        .transform((text) => text ?? ''),
    })
    .check(({ value: { from, until }, issues }) => {
      const blame = (message: string) =>
        issues.push({ code: 'custom', path: ['until'], message, input: until });
      if (!isDate(from) || !isDate(until)) return;
      if (until < from) blame(say(locale, 'until_before_from'));
      else if (until < today.toString()) blame(say(locale, 'block_over'));
      else if (Temporal.PlainDate.from(from).until(until).days >= LONGEST)
        blame(say(locale, 'block_too_long', { days: LONGEST }));
    });
}

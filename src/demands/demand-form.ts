import { z } from 'zod';
import type { Locale } from '../i18n/locale.ts';
import { idsOf } from '../programme/catalogue.ts';
import { DISTRICTS } from '../programme/places.ts';
import type { Programme } from '../programme/programme.ts';
import { parseCount } from '../programme/quantity.ts';
import { faultInTime, parseTimeWords, type TimeWords } from '../programme/time-words.ts';
import type { Typed } from '../slack/form.ts';
import { type Checked, check } from '../slack/view.ts';
import { choice, choices, day, freeText } from './field-schemas.ts';
import { say } from './words.ts';

/** For whom and on which day a form is checked. */
export interface FormContext {
  locale: Locale;
  programme: Programme;
  /** In the programme's zone. */
  today: Temporal.PlainDate;
  /** In which the time's words were written: 3月上旬 is of that year, whichever programme year is open. */
  wordsYear: number;
  /** A coordinator writes it down for a unit: the service may then lie in the past (decision 15). */
  recordedByCoordinator: boolean;
}

/** More seats than this ask for a second look (decision 8). */
export const MANY_SLOTS = 20;

/** Step one: the six clarities. Each message stands under its field, in the reader's language. */
export function needSchema(form: FormContext) {
  const { locale, programme } = form;
  const required = { error: say(locale, 'required') };
  const text = z.string(required).trim().min(1, required);
  return z.object({
    unit_name: text,
    unit_type: choice(programme.catalogue.unit_types, locale),
    districts: z
      .array(
        z.enum(
          DISTRICTS.map(({ slug }) => slug),
          { error: say(locale, 'district_unknown') },
        ),
        required,
      )
      .min(1, required)
      .transform((slugs) => [...new Set(slugs)]),
    contact_name: freeText(),
    contact_phone: freeText(),
    action_line: z.enum(idsOf(programme.catalogue.action_lines), required),
    title: text,
    description: freeText(),
    expert_slots: text.transform((value, context) => {
      const slots = parseCount(value);
      const fault = slotsFault(slots.ok ? slots.value : undefined, form);
      if (slots.ok && !fault) return slots.value;
      context.addIssue({ code: 'custom', message: fault ?? '' });
      return z.NEVER;
    }),
    expert_requirement: freeText(),
    time_text: text.superRefine((value, context) => {
      const message = timeFault(value, form);
      if (message) context.addIssue({ code: 'custom', message });
    }),
    place: freeText(),
    expected_outcome: freeText(),
  });
}

export type Need = z.output<ReturnType<typeof needSchema>>;

/**
 * Step two: everything else, nothing of it required. Without dates the reading of `timeText` stands in for them, so
 * that a claim deadline is held against the same last day that will be stored.
 */
function detailSchema(form: FormContext, timeText: () => string) {
  const { locale, programme } = form;
  const { catalogue } = programme;
  return z
    .object({
      form: choice(catalogue.forms, locale),
      modes: choices(catalogue.modes, locale),
      field: choice(catalogue.fields, locale),
      need_types: choices(catalogue.need_types, locale),
      service_start: day(locale),
      service_end: day(locale),
      claim_deadline: day(locale),
      conditions_offered: freeText(),
      expected_beneficiaries: z
        .string()
        .trim()
        .nullish()
        .transform((value, context) => {
          if (!value) return undefined;
          const people = parseCount(value);
          if (people.ok) return people.value;
          context.addIssue({ code: 'custom', message: say(locale, 'count_wrong') });
          return z.NEVER;
        }),
      urgency: choice(catalogue.urgencies, locale).transform((urgency) => urgency ?? 'normal'),
      confidential: z
        .array(z.string())
        .nullish()
        .transform((ticked) => ticked?.includes('yes') ?? false),
      on_behalf_of: z
        .string()
        .nullish()
        .transform((user) => user || undefined),
    })
    .transform((details) => {
      const words = details.service_start || details.service_end ? undefined : readTime(timeText(), form);
      return words
        ? { ...details, service_start: words.start.toString(), service_end: words.end?.toString() }
        : details;
    })
    .superRefine((details, context) => {
      for (const [path, message] of dateFaults(details, form)) {
        context.addIssue({ code: 'custom', path: [path], message });
      }
    });
}

export type Details = z.output<ReturnType<typeof detailSchema>>;
export type DemandForm = Need & Details;

/** Both steps together: the last submission checks all that the draft holds; what is wrong in step one comes first. */
export function checkDemand(typed: Typed, form: FormContext): Checked<DemandForm> {
  return createDemandCheck(form)(typed);
}

/** The same for many needs, one after the other: what they are checked by is made once. */
export function createDemandCheck(form: FormContext): (typed: Typed) => Checked<DemandForm> {
  let timeText = '';
  const step = { need: needSchema(form), details: detailSchema(form, () => timeText) };
  return (typed) => {
    const need = check(step.need, typed);
    if (!need.ok) return need;
    timeText = need.value.time_text;
    const details = check(step.details, typed);
    return details.ok ? { ok: true, value: { ...need.value, ...details.value } } : details;
  };
}

/** The days meant by the words, in the year in which they were written; undefined when they aren't understood, and are kept as they are. */
export function readTime(
  timeText: string,
  { wordsYear, today }: Pick<FormContext, 'wordsYear' | 'today'>,
): TimeWords | undefined {
  return parseTimeWords(timeText, { year: wordsYear, today }) ?? undefined;
}

function slotsFault(slots: number | undefined, { locale, programme }: FormContext): string | undefined {
  if (slots === undefined || slots < 1) return say(locale, 'slots_wrong');
  if (slots > programme.targetExperts)
    return say(locale, 'slots_over_target', { max: programme.targetExperts });
}

function timeFault(timeText: string, form: FormContext): string | undefined {
  const fault = faultInTime(timeText, form.wordsYear);
  if (fault) return say(form.locale, fault === 'impossible' ? 'date_impossible' : 'end_before_start');
  const end = readTime(timeText, form)?.end?.toString();
  if (end !== undefined && isTooLate(end, form)) return say(form.locale, 'service_past');
}

type Dates = Pick<Details, 'service_start' | 'service_end' | 'claim_deadline'>;

function dateFaults(dates: Dates, form: FormContext): [keyof Dates, string][] {
  const { service_start: start, service_end: end, claim_deadline: deadline } = dates;
  const faults: [keyof Dates, string][] = [];
  const add = (
    field: keyof Dates,
    key: 'end_before_start' | 'service_past' | 'deadline_late' | 'deadline_past',
  ) => faults.push([field, say(form.locale, key)]);
  if (start && end && end < start) add('service_end', 'end_before_start');
  const last = end ?? start;
  if (last && isTooLate(last, form)) {
    if (start) add('service_start', 'service_past');
    if (end) add('service_end', 'service_past');
  }
  if (deadline && end && deadline > end) add('claim_deadline', 'deadline_late');
  if (deadline && isTooLate(deadline, form)) add('claim_deadline', 'deadline_past');
  return faults;
}

function isTooLate(day: string, { today, recordedByCoordinator }: FormContext): boolean {
  return !recordedByCoordinator && day < today.toString();
}

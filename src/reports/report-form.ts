import { z } from 'zod';
import type { Locale } from '../i18n/locale.ts';
import { type Catalogue, type Figures, idsOf, type Metric } from '../programme/catalogue.ts';
import { DISTRICTS } from '../programme/places.ts';
import { parseFigure } from '../programme/quantity.ts';
import { writeFile } from '../slack/files.ts';
import type { Typed } from '../slack/form.ts';
import { attachmentsSchema } from './attachments.ts';
import { figureFields, figuresIn } from './figure-fields.ts';
import type { ReportContent } from './report.ts';
import { say } from './words.ts';

/** The choice that stands for a service nobody asked for here. */
export const NO_DEMAND = 'none';

const MOST_DAYS = 366;

const SLUGS = DISTRICTS.map(({ slug }) => slug);

/** What a report may speak of: days that have passed, and what the year knows in which it counts. */
export interface ReportFrame {
  /** Why it can't be kept in the year of its last day, if it can't. */
  yearRefused?: string | undefined;
  today: Temporal.PlainDate;
  catalogue: Catalogue;
}

/** Checks the report; each message stands under its field, in the reader's language. */
export function reportSchema(locale: Locale, { yearRefused, today, catalogue }: ReportFrame) {
  const required = say(locale, 'required');
  const choose = { error: say(locale, 'unknown_choice') };
  const free = (max: number) =>
    z
      .string()
      .max(max, say(locale, 'too_long', { max }))
      .nullish()
      .transform((value) => value ?? '');
  const { metrics } = catalogue;
  return z
    .object({
      ...figureFields(locale, metrics),
      demand: z.string({ error: required }).min(1, required),
      title: z
        .string({ error: required })
        .min(1, required)
        .max(300, say(locale, 'too_long', { max: 300 })),
      action_line: z.enum(idsOf(catalogue.action_lines), { error: required }),
      form: z
        .enum(idsOf(catalogue.forms), choose)
        .nullish()
        .transform((value) => value ?? undefined),
      districts: z.array(z.enum(SLUGS, choose), { error: required }).min(1, required),
      service_start: dateOf(locale),
      service_end: dateOf(locale),
      days: daysOf(locale),
      place: free(300),
      experts: z.array(z.string(), { error: required }).min(1, required),
      summary: free(3000),
      typical_story: free(3000),
      next_steps: free(3000),
      news: free(3000),
      attachments: attachmentsSchema(locale),
    })
    .superRefine((form, context) => {
      const refuse = (field: string, message: string) =>
        context.addIssue({ code: 'custom', path: [field], message });
      if (form.service_end < form.service_start) refuse('service_end', say(locale, 'end_before_start'));
      else if (form.service_end > today.toString()) refuse('service_end', say(locale, 'not_over_yet'));
      else if (yearRefused) refuse('service_end', yearRefused);
      const figures = Object.values(figuresIn(form, metrics)).some((value) => value > 0);
      const words = [form.summary, form.typical_story, form.next_steps, form.news].some(Boolean);
      if (!figures && !words) refuse('summary', say(locale, 'no_result'));
    })
    .transform((form) => ({ ...form, figures: figuresIn(form, metrics) }));
}

export type ReportForm = z.output<ReturnType<typeof reportSchema>>;

/** Whose report it is: the need's district; without a need the district that had it before it was mended. */
export interface Owner {
  demandId: string | undefined;
  district: string | undefined;
  /** What the report held before and the year doesn't ask for any more. */
  unasked?: Figures;
}

/**
 * The form as it is kept. Figures of another line than the report's are left out: they were typed before the line was
 * changed. The owner's district stands first: a menu gives its choices in its own order, not in that of choosing.
 */
export function contentOf(
  form: ReportForm,
  lineMetrics: readonly Metric[],
  { demandId, district, unasked }: Owner,
): ReportContent {
  const others = form.districts.filter((slug) => slug !== district);
  const owns = district !== undefined && (demandId !== undefined || others.length < form.districts.length);
  const metrics: Figures = { ...unasked };
  for (const { key } of lineMetrics) {
    const value = form.figures[key];
    if (value !== undefined) metrics[key] = value;
  }
  return {
    demandId,
    title: form.title,
    actionLine: form.action_line,
    form: form.form,
    districts: owns ? [district, ...others] : others,
    serviceStart: form.service_start,
    serviceEnd: form.service_end,
    days: form.days,
    place: form.place,
    expertIds: [...new Set(form.experts)],
    metrics,
    summary: form.summary,
    typicalStory: form.typical_story,
    nextSteps: form.next_steps,
    news: form.news,
    files: form.attachments,
  };
}

/** The same the other way round: a report as it stands in the form when its author mends it. */
export function typedOf(content: ReportContent): Typed {
  return {
    demand: content.demandId ?? NO_DEMAND,
    title: content.title,
    action_line: content.actionLine,
    form: content.form ?? null,
    districts: content.districts,
    service_start: content.serviceStart,
    service_end: content.serviceEnd,
    days: content.days === undefined ? null : String(content.days),
    place: content.place,
    experts: content.expertIds,
    summary: content.summary,
    typical_story: content.typicalStory,
    next_steps: content.nextSteps,
    news: content.news,
    attachments: content.files.map(writeFile),
    ...Object.fromEntries(Object.entries(content.metrics).map(([key, value]) => [key, String(value)])),
  };
}

function dateOf(locale: Locale) {
  const required = say(locale, 'required');
  return z.string({ error: required }).min(1, required).refine(isDate, say(locale, 'impossible_date'));
}

export function isDate(text: string): boolean {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return false;
  try {
    Temporal.PlainDate.from(text);
    return true;
  } catch {
    return false;
  }
}

/** Kept to one decimal: half a day is the smallest that people report. */
function daysOf(locale: Locale) {
  return z
    .string()
    .nullish()
    .transform((text, context) => {
      if (!text) return undefined;
      const parsed = parseFigure(text);
      if (parsed.ok && parsed.value > 0 && parsed.value <= MOST_DAYS)
        return Math.max(Math.round(parsed.value * 10) / 10, 0.1);
      context.addIssue({ code: 'custom', message: say(locale, 'days_wrong', { max: MOST_DAYS }) });
      return z.NEVER;
    });
}

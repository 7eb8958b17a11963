import { z } from 'zod';
import type { Locale } from '../i18n/locale.ts';
import { type Programme, setUpSchema } from '../programme/programme.ts';
import { chineseToNumber, toHalfWidth } from '../programme/quantity.ts';
import { TITLE_LEVELS } from '../programme/rules.ts';
import type { Typed } from '../slack/form.ts';
import { extrasField, isOfNotice, labelledIn, labelsField, linesOf, writeLabels } from './lists.ts';
import { say } from './words.ts';

export type Settings = z.output<ReturnType<typeof settingsSchema>>;

/** What stands in the form when it opens. */
export function settingsOf(programme: Programme): Typed {
  const { catalogue, deadline, timeZone, rules } = programme;
  const end = deadline.toZonedDateTimeISO(timeZone);
  return {
    name: programme.name,
    year: String(programme.year),
    document_no: programme.documentNo,
    target_experts: String(programme.targetExperts),
    opens_on: programme.opensOn,
    deadline: end.toPlainDate().toString(),
    deadline_time: end.toPlainTime().toString({ smallestUnit: 'minute' }),
    time_zone: timeZone,
    channel: programme.channelId,
    language: programme.language,
    published_by: programme.publishedBy,
    basis: rules.basis,
    minimum_title: rules.minimumTitle,
    travel_days: rules.travelDays,
    day_step: String(rules.dayStep),
    day_cap: String(rules.dayCap),
    retention_years: String(rules.retentionYears),
    lines: catalogue.action_lines.filter(({ off }) => !off).map(({ id }) => id),
    line_order: catalogue.action_lines.map(({ id }) => id).join('\n'),
    extra_metrics: writeLabels(catalogue.metrics.filter(({ extra, off }) => extra && !off)),
    labels: writeLabels(labelledIn(catalogue).filter(isOfNotice)),
  };
}

/** Checks the form of a year that exists; each message stands under its field. */
export function settingsSchema(programme: Programme, locale: Locale) {
  const { catalogue, year } = programme;
  const { shape } = setUpSchema(locale);
  const lineIds = catalogue.action_lines.map(({ id }) => id);
  const lines = z.string().nullish();
  return z
    .object({
      ...shape,
      year: shape.year.refine((one) => one === year, say(locale, 'year_stays', { year })),
      deadline_time: z
        .string()
        .nullish()
        .transform((time) => time || '23:59')
        .refine((time) => /^([01]\d|2[0-3]):[0-5]\d$/.test(time), say(locale, 'time_wrong')),
      basis: lines.transform((text) => text ?? ''),
      minimum_title: z
        .enum(TITLE_LEVELS)
        .nullish()
        .transform((level) => level ?? 'none'),
      travel_days: z.enum(['counted', 'not_counted'], { error: say(locale, 'required') }),
      day_step: quantity(locale, { min: 0.1, max: 1 }),
      day_cap: quantity(locale, { min: 0.1, max: 3 }),
      retention_years: quantity(locale, { min: 1, max: 100, whole: true }),
      lines: z
        .array(z.string())
        .nullish()
        .transform((ids) => (ids ?? []).filter((id) => lineIds.includes(id)))
        .refine((ids) => ids.length > 0, say(locale, 'line_needed')),
      line_order: lines.transform((text, context) => {
        const ids = linesOf(text).map((id) => toHalfWidth(id));
        const wrong = ids.find((id, i) => !lineIds.includes(id) || ids.indexOf(id) !== i);
        if (wrong !== undefined)
          context.addIssue({
            code: 'custom',
            message: say(locale, 'line_unknown', { id: wrong, ids: lineIds.join(', ') }),
          });
        return [...ids, ...lineIds.filter((id) => !ids.includes(id))];
      }),
      extra_metrics: extrasField(catalogue, locale),
      labels: labelsField(catalogue, locale),
    })
    .refine((form) => form.deadline >= form.opens_on, {
      path: ['deadline'],
      error: say(locale, 'deadline_before_opening'),
    });
}

function quantity(
  locale: Locale,
  { min, max, whole = false }: { min: number; max: number; whole?: boolean },
) {
  return z.string({ error: say(locale, 'required') }).transform((text, context) => {
    const half = toHalfWidth(text).trim();
    const value = /^\d+(\.\d+)?$/.test(half) ? Number(half) : (chineseToNumber(half) ?? Number.NaN);
    if (value >= min && value <= max && (!whole || Number.isInteger(value))) return value;
    context.addIssue({ code: 'custom', message: say(locale, 'number_wrong', { min, max }) });
    return z.NEVER;
  });
}

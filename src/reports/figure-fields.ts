import { z } from 'zod';
import type { Locale } from '../i18n/locale.ts';
import type { Figures, Metric } from '../programme/catalogue.ts';
import { parseCount, parseFigure, type Quantity } from '../programme/quantity.ts';
import { say } from './words.ts';

/**
 * One optional figure for each metric of the year, as people write it: 70余个, 2.6万人次, 80万元. Their keys are data, so
 * the type of the form doesn't name them: `figuresIn` reads them.
 */
export function figureFields(locale: Locale, metrics: readonly Metric[]): object {
  return Object.fromEntries(metrics.map((metric) => [metric.key, figureOf(locale, metric)]));
}

/** The figures of a checked form. */
export function figuresIn(form: object, metrics: readonly Metric[]): Figures {
  const given = new Map<string, unknown>(Object.entries(form));
  const figures: Figures = {};
  for (const { key } of metrics) {
    const value = given.get(key);
    if (typeof value === 'number') figures[key] = value;
  }
  return figures;
}

function figureOf(locale: Locale, metric: Metric) {
  return z
    .string()
    .nullish()
    .transform((text, context) => {
      if (!text) return undefined;
      const parsed = read(text, metric);
      if (parsed.ok) return parsed.value;
      if (parsed.reason === 'empty') return undefined;
      context.addIssue({ code: 'custom', message: say(locale, `figure_${parsed.reason}`) });
      return z.NEVER;
    });
}

/** The year's measure word may be one that nobody foresaw: 300余株. */
function read(text: string, { number, unit }: Metric): Quantity {
  const said = (words: string) =>
    number === 'ten_thousand' ? parseFigure(words, { unit: 'wan' }) : parseCount(words);
  const parsed = said(text);
  const bare = text.trim();
  if (parsed.ok || unit === '' || !bare.endsWith(unit)) return parsed;
  const alone = said(bare.slice(0, -unit.length));
  return alone.ok ? alone : parsed;
}

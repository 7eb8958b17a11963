import { z } from 'zod';
import type { Locale } from '../i18n/locale.ts';
import { say } from './words.ts';

const entry = z.object({
  id: z.string().min(1),
  zh: z.string().min(1),
  en: z.string().min(1),
  /** Not offered any more; what was written under it keeps its label. */
  off: z.boolean().default(false),
});

/** Clause 2 of the notice: three key tasks; the yearly goal also names villages and communities, hence `other`. */
const line = entry.extend({
  /** The metrics that a report of the line asks for before "more figures", the most telling first. */
  first: z.array(z.string()).default([]),
});

const unitType = entry.extend({
  /** The line and form proposed for a host unit of this kind; a proposal only, the poster may change both. */
  line: z.string().optional(),
  form: z.string().optional(),
});

const field = entry.extend({
  /** The line that an expert of this field probably reports on; a proposal only. */
  line: z.string().optional(),
});

const title = entry.extend({ level: z.enum(['senior', 'vice_senior', 'middle', 'none']) });

const metric = entry.extend({
  key: z.string().min(1),
  /** The Chinese measure word. */
  unit: z.string().default(''),
  rule: z.string().default('sum'),
  /** How the figure is read: whole things, or 10,000 CNY with fractions (80万元 is 80). */
  number: z.enum(['count', 'ten_thousand']).default('count'),
  family: z.string(),
  lines: z.array(z.string()),
  /** Stands beside a digest's outcome families and not among them. */
  beside: z.boolean().default(false),
  /** The year calls it otherwise than the notice, so sentences can't name it in their own words. */
  renamed: z.boolean().default(false),
  /** The bureau added it; it is no figure of the notice. */
  extra: z.boolean().default(false),
});

/** The lists of a year as they are kept: `programme/first-catalogue.ts` fills in what an older release didn't write. */
export const catalogueSchema = z.object({
  action_lines: z.array(line),
  forms: z.array(entry),
  modes: z.array(entry),
  unit_types: z.array(unitType),
  need_types: z.array(entry),
  fields: z.array(field),
  /** Clause 4: the ten kinds of expert. */
  categories: z.array(entry),
  titles: z.array(title),
  metrics: z.array(metric),
  /** Clause 1: problems, people, results, public benefit; `reach` holds the figures that stand beside them. */
  outcome_families: z.array(entry),
  urgencies: z.array(entry),
  /** Clause 5(2): the ways in which a home unit may say yes. */
  consent_kinds: z.array(entry),
});

/** What the notice fixes for one year, as data of that year, in the order of its lists. */
export type Catalogue = z.output<typeof catalogueSchema>;
export type Metric = z.output<typeof metric>;

/** Something to choose from, with its label in both languages. */
export interface Labelled {
  id: string;
  zh: string;
  en: string;
  off?: boolean;
}

/** Figures by the key of their metric. */
export type Figures = Record<string, number>;

/** Figures as a row has them; what is no number is none. */
export function figuresIn(stored: object): Figures {
  return Object.fromEntries(Object.entries(stored).filter(([, value]) => typeof value === 'number'));
}

/** The ids of a list, for `z.enum(idsOf(catalogue.forms))`: also of what is off, which an open form may still hold. */
export function idsOf(list: readonly Labelled[]): string[] {
  return list.map((item) => item.id);
}

/** What a form offers: all that isn't off, and what is chosen already. */
export function offeredOf<One extends Labelled>(list: readonly One[], chosen: readonly string[] = []): One[] {
  return list.filter(({ id, off }) => !off || chosen.includes(id));
}

/** The label in the reader's language; what the list does not hold (any more) is named in words. */
export function labelOf(list: readonly Labelled[], id: string, locale: Locale): string {
  return list.find((item) => item.id === id)?.[locale] ?? say(locale, 'other_entry', { id });
}

/** The metric's label; a figure of a metric that left the catalogue is still named. */
export function metricLabel(metrics: readonly Metric[], key: string, locale: Locale): string {
  return metrics.find((one) => one.key === key)?.[locale] ?? say(locale, 'other_metric', { key });
}

/** Every metric that a report of the line is asked for, the line's first ones in front, the rest in the year's order. */
export function metricsOfLine(catalogue: Catalogue, lineId: string): Metric[] {
  const first = catalogue.action_lines.find(({ id }) => id === lineId)?.first ?? [];
  const asked = offeredOf(catalogue.metrics).filter(({ lines }) => lines.includes(lineId));
  const rank = ({ key }: Metric) => (first.includes(key) ? first.indexOf(key) : first.length);
  return asked.toSorted((a, b) => rank(a) - rank(b));
}

/** The metrics of `metricsOfLine` that stand on a report's first step. */
export function firstMetrics(catalogue: Catalogue, lineId: string): Metric[] {
  const first = catalogue.action_lines.find(({ id }) => id === lineId)?.first ?? [];
  return metricsOfLine(catalogue, lineId).filter(({ key }) => first.includes(key));
}

/** Figures in the order in which a report of the line is asked for them; what isn't asked for comes last. */
export function inOrderOfLine(
  catalogue: Catalogue,
  lineId: string,
  figures: Figures,
): { key: string; value: number }[] {
  const asked = metricsOfLine(catalogue, lineId).map(({ key }) => key);
  const rank = (key: string) => (asked.includes(key) ? asked.indexOf(key) : asked.length);
  return entriesOf(figures).toSorted((a, b) => rank(a.key) - rank(b.key));
}

/** Figures that the year's catalogue doesn't ask for in any line: a report that is mended keeps them. */
export function unaskedFigures({ metrics }: Catalogue, figures: Figures): Figures {
  const asked = offeredOf(metrics).map(({ key }) => key);
  return Object.fromEntries(Object.entries(figures).filter(([key]) => !asked.includes(key)));
}

export interface FamilyFigures {
  /** Of an outcome family; undefined for figures whose metric or family left the catalogue. */
  id: string | undefined;
  figures: { key: string; value: number }[];
}

/** What was reached by the year's outcome families, in its order; no figure is dropped, a family without one is. */
export function figuresByFamily({ outcome_families, metrics }: Catalogue, reached: Figures): FamilyFigures[] {
  const known = (family: string) =>
    metrics.filter((one) => one.family === family).map(({ key }) => ({ key, value: reached[key] ?? 0 }));
  const families = outcome_families.map(({ id }) => ({ id, figures: known(id) }));
  const placed = new Set(families.flatMap(({ figures }) => figures.map(({ key }) => key)));
  const rest = { id: undefined, figures: entriesOf(reached).filter(({ key }) => !placed.has(key)) };
  return [...families, rest]
    .map(({ id, figures }) => ({ id, figures: figures.filter(({ value }) => value > 0) }))
    .filter(({ figures }) => figures.length > 0);
}

export function familyLabel(catalogue: Catalogue, id: string | undefined, locale: Locale): string {
  return id === undefined ? say(locale, 'other_metrics') : labelOf(catalogue.outcome_families, id, locale);
}

/** The line and form proposed for a host unit of this kind, where the year offers them. */
export function proposedFor(catalogue: Catalogue, unitTypeId: string): { line?: string; form?: string } {
  const found = catalogue.unit_types.find(({ id }) => id === unitTypeId);
  const proposal: { line?: string; form?: string } = {};
  if (found?.line && isOffered(catalogue.action_lines, found.line)) proposal.line = found.line;
  if (found?.form && isOffered(catalogue.forms, found.form)) proposal.form = found.form;
  return proposal;
}

/** The line that an expert of this field probably reports on; the year's last one where none is known. */
export function proposedLine(
  { fields, action_lines: lines }: Catalogue,
  fieldId: string | undefined,
): string {
  const proposed = fields.find(({ id }) => id === fieldId)?.line;
  if (proposed && isOffered(lines, proposed)) return proposed;
  const last = isOffered(lines, OTHER_LINE) ? OTHER_LINE : offeredOf(lines).at(-1)?.id;
  return last ?? OTHER_LINE;
}

/** What belongs to no key task. */
const OTHER_LINE = 'other';

function isOffered(list: readonly Labelled[], id: string): boolean {
  return offeredOf(list).some((item) => item.id === id);
}

function entriesOf(figures: Figures): { key: string; value: number }[] {
  return Object.entries(figures).map(([key, value]) => ({ key, value }));
}

import { z } from 'zod';
import type { Locale } from '../i18n/locale.ts';
import type { Catalogue, Labelled } from '../programme/catalogue.ts';
import { toHalfWidth } from '../programme/quantity.ts';
import { say } from './words.ts';

/** The lists whose labels a year may have of its own; each entry has another id. */
const LABELLED = ['action_lines', 'forms', 'outcome_families', 'metrics'] as const;

const LONGEST_LABEL = 100;

/** So much does one field of a modal hold; what is kept has to stand there again, whole. */
const LONGEST_FIELD = 3000;

/** A report asks for all of them on one screen. */
const MOST_EXTRAS = 20;

/** Fields of a report's form, which a figure of the same name would replace, and what every object has a member of. */
const TAKEN =
  /^(?:demand|title|action_line|form|districts|service_start|service_end|days|place|experts|summary|typical_story|next_steps|news|reason|attachments|confirm(?:_.*)?|constructor)$/;

const KEY = /^[a-z][a-z0-9_]{1,39}$/;

export interface Label {
  id: string;
  zh: string;
  en: string;
}

/** What the year lets be called by a name of its own, in the order of its lists. */
export function labelledIn(catalogue: Catalogue): readonly Labelled[] {
  return LABELLED.flatMap((list) => catalogue[list] as readonly Labelled[]);
}

export function writeLabels(list: readonly Labelled[]): string {
  return list.map(({ id, zh, en }) => `${id} = ${zh} | ${en}`).join('\n');
}

/** The figures that the bureau asks for beyond those of the notice. */
export function extrasField(catalogue: Catalogue, locale: Locale) {
  const known = catalogue.metrics.filter(({ extra }) => !extra).map(({ id }) => id);
  return z
    .string()
    .nullish()
    .transform((text, context) => {
      const refuse = (message: string) => context.addIssue({ code: 'custom', message });
      const read = readLabels(text, context, locale);
      const ids = read.map(({ id }) => id);
      const wrong = ids.find(
        (id, i) => known.includes(id) || !KEY.test(id) || TAKEN.test(id) || ids.indexOf(id) !== i,
      );
      if (wrong !== undefined) refuse(say(locale, 'key_wrong', { id: wrong }));
      else if (read.length > MOST_EXTRAS) refuse(say(locale, 'too_many', { max: MOST_EXTRAS }));
      else if (writeLabels(read).length > LONGEST_FIELD)
        refuse(say(locale, 'labels_too_long', { max: LONGEST_FIELD }));
      return read;
    });
}

/** Names of lines, forms, outcome families and figures; all of them have to fit into the field. */
export function labelsField(catalogue: Catalogue, locale: Locale) {
  const all = labelledIn(catalogue);
  return z
    .string()
    .nullish()
    .transform((text, context) => {
      const refuse = (message: string) => context.addIssue({ code: 'custom', message });
      const read = readLabels(text, context, locale);
      const unknown = read.find(({ id }) => all.every((one) => one.id !== id));
      if (unknown) refuse(say(locale, 'key_unknown', { id: unknown.id }));
      else if (writeLabels(rename(all.filter(isOfNotice), read)).length > LONGEST_FIELD)
        refuse(say(locale, 'labels_too_long', { max: LONGEST_FIELD }));
      return read;
    });
}

/** No figure that the bureau added. */
export function isOfNotice(one: Labelled): boolean {
  return !('extra' in one && one.extra);
}

function rename<One extends Labelled>(list: readonly One[], labels: readonly Label[]): One[] {
  return list.map((one) => ({ ...one, ...labels.findLast(({ id }) => id === one.id) }));
}

/** One entry a line; empty lines are none. */
export function linesOf(text: string | null | undefined): string[] {
  return (text ?? '')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

/** One a line: `key = 中文 | English`; the marks may be full-width. The first line that isn't so is named. */
function readLabels(text: string | null | undefined, context: z.RefinementCtx, locale: Locale): Label[] {
  return linesOf(text).flatMap((line, i) => {
    const [, id = '', zh = '', en = ''] = /^([^=＝]+)[=＝]([^|｜]+)[|｜](.+)$/.exec(line) ?? [];
    const label = { id: toHalfWidth(id.trim()), zh: zh.trim(), en: en.trim() };
    if (label.id && label.zh && label.en && Math.max(label.zh.length, label.en.length) <= LONGEST_LABEL)
      return [label];
    context.addIssue({
      code: 'custom',
      message: say(locale, 'label_wrong', { n: i + 1, max: LONGEST_LABEL }),
    });
    return [];
  });
}

interface Lists {
  lines: readonly string[];
  line_order: readonly string[];
  extra_metrics: readonly Label[];
  labels: readonly Label[];
}

/** The year's lists as the form has them: what left it is off and keeps its figures, what is new is asked everywhere. */
export function catalogueWith(
  catalogue: Catalogue,
  { lines, line_order: order, extra_metrics: extras, labels }: Lists,
): Catalogue {
  const known = catalogue.metrics.map((one) => {
    if (!one.extra) return one;
    const kept = extras.find(({ id }) => id === one.id);
    return { ...one, ...kept, off: kept === undefined };
  });
  const added = extras
    .filter(({ id }) => known.every((one) => one.id !== id))
    .map((label) => ({
      ...label,
      key: label.id,
      unit: '',
      rule: 'sum',
      number: 'count' as const,
      family: catalogue.outcome_families.at(-1)?.id ?? '',
      lines: catalogue.action_lines.map(({ id }) => id),
      beside: false,
      renamed: false,
      extra: true,
      off: false,
    }));
  return {
    ...catalogue,
    action_lines: rename(catalogue.action_lines, labels)
      .map((line) => ({ ...line, off: !lines.includes(line.id) }))
      .toSorted((a, b) => order.indexOf(a.id) - order.indexOf(b.id)),
    forms: rename(catalogue.forms, labels),
    outcome_families: rename(catalogue.outcome_families, labels),
    metrics: [...rename(known, labels), ...added],
  };
}

import { type Catalogue, idsOf, type Labelled } from '../programme/catalogue.ts';
import { DISTRICTS, NAMES, SYSTEMS } from '../programme/places.ts';
import {
  COUNTED,
  FILLERS,
  FORM_ALIASES,
  LINE_ALIASES,
  METRIC_ALIASES,
  NOTHING,
  PLACES,
  STATES,
  SYSTEM_ALIASES,
} from './aliases.ts';
import { fold } from './fold.ts';

/** What a word means. */
export type Meaning =
  | { kind: 'district' | 'line' | 'form' | 'system' | 'metric'; id: string }
  | { kind: 'counted'; id: keyof typeof COUNTED }
  | { kind: 'state'; id: keyof typeof STATES }
  | { kind: 'nothing' | 'places' | 'filler' | 'ambiguous' };

export interface Term {
  text: string;
  meaning: Meaning;
}

/** By their first character. */
export type Terms = ReadonlyMap<string, readonly Term[]>;

/** Also a province; see `programme/places.ts`. */
const AMBIGUOUS = ['河北', 'hebei'];

/** What everybody calls so, whatever the year's own labels are; of entries that the year has. */
const USUAL: readonly Term[] = [
  ...SYSTEMS.flatMap(({ slug, zh, en }) =>
    termsFor([zh, en, ...(SYSTEM_ALIASES[slug] ?? [])], { kind: 'system', id: slug }),
  ),
  ...termsFor(AMBIGUOUS, { kind: 'ambiguous' }),
  ...NAMES.flatMap(([name, id]) => termsFor([name, ...apart(name)], { kind: 'district', id })),
  ...DISTRICTS.flatMap(({ slug, aliases, en_2013, en_today }) =>
    termsFor([...aliases, en_2013, en_today], { kind: 'district', id: slug }),
  ),
  ...aliasesFor('metric', METRIC_ALIASES),
  ...aliasesFor('line', LINE_ALIASES),
  ...aliasesFor('form', FORM_ALIASES),
  ...Object.entries(COUNTED).flatMap(([id, texts]) =>
    termsFor(texts, { kind: 'counted', id: id as keyof typeof COUNTED }),
  ),
  ...Object.entries(STATES).flatMap(([id, texts]) =>
    termsFor(texts, { kind: 'state', id: id as keyof typeof STATES }),
  ),
  ...termsFor(NOTHING, { kind: 'nothing' }),
  ...termsFor(PLACES, { kind: 'places' }),
  ...termsFor(FILLERS, { kind: 'filler' }),
];

/** All words that the year knows, the longest first: a longer one says more; of two equal ones the year's own counts. */
export function termsOf({ action_lines, forms, metrics }: Catalogue): Terms {
  const own = [
    ...metrics.flatMap((one) => termsFor(labelsOf(one), { kind: 'metric', id: one.id })),
    ...action_lines.flatMap((one) => termsFor(labelsOf(one), { kind: 'line', id: one.id })),
    ...forms.flatMap((one) => termsFor(labelsOf(one), { kind: 'form', id: one.id })),
  ];
  const known = { metric: idsOf(metrics), line: idsOf(action_lines), form: idsOf(forms) };
  const usual = USUAL.filter(
    ({ meaning: one }) =>
      !(one.kind === 'metric' || one.kind === 'line' || one.kind === 'form') ||
      known[one.kind].includes(one.id),
  );
  return Map.groupBy(
    [...own, ...usual].toSorted((a, b) => b.text.length - a.text.length),
    ({ text }) => text.charAt(0),
  );
}

function aliasesFor(
  kind: 'metric' | 'line' | 'form',
  aliases: Readonly<Record<string, readonly string[]>>,
): Term[] {
  return Object.entries(aliases).flatMap(([id, texts]) => termsFor(texts, { kind, id }));
}

function termsFor(texts: readonly string[], meaning: Meaning): Term[] {
  return texts.map((text) => ({ text: fold(text), meaning })).filter(({ text }) => text !== '');
}

/** A label as it stands, and without what is bracketed in it: 讲座报告; (预计)经济效益 → 经济效益. */
function labelsOf({ zh, en }: Pick<Labelled, 'zh' | 'en'>): string[] {
  return [zh, en].flatMap((label) => [label, label.replace(/[（(][^（）()]*[）)]/g, ' ')]);
}

/** Names of districts are compared without spaces: ninghecounty is written "ninghe county". */
function apart(name: string): string[] {
  const found = /^([a-z]+?)(district|county|newarea|xinqu|qu|xian)$/.exec(name);
  return found ? [`${found[1]} ${found[2] === 'newarea' ? 'new area' : found[2]}`] : [];
}

const LATIN = /[a-z0-9]/;

/** The term with which the text goes on at this place; English words end where they end, with or without a plural. */
export function termAt(
  terms: Terms,
  text: string,
  at: number,
): { meaning: Meaning; end: number } | undefined {
  for (const { text: term, meaning } of terms.get(text.charAt(at)) ?? []) {
    if (!text.startsWith(term, at)) continue;
    const end = endOf(text, at, term);
    if (end !== undefined) return { meaning, end };
  }
  return undefined;
}

function endOf(text: string, at: number, term: string): number | undefined {
  if (LATIN.test(term[0] ?? '') && LATIN.test(text[at - 1] ?? '')) return undefined;
  if (!LATIN.test(term.at(-1) ?? '')) return at + term.length;
  const plural = /^(?:e?s)?(?![a-z0-9])/.exec(text.slice(at + term.length));
  return plural ? at + term.length + plural[0].length : undefined;
}

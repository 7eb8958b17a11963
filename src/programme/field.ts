import { type Catalogue, offeredOf } from './catalogue.ts';
import known from './data/field-terms.json' with { type: 'json' };

/** The field that the words of a need speak of, and which of them decided it, as they were written. */
export interface FieldProposal {
  field: string;
  /** The most telling first; none where only the kind of unit speaks for it. */
  words: string[];
}

/** What a need says, by how much it tells of the field. */
export interface FieldWords {
  title: string;
  requirement: string;
  unit: string;
  description: string;
  outcome: string;
  unitType: string | undefined;
}

/** Title and requirement name the matter; the rest tells of its surroundings as well. */
const WEIGHTS = { title: 4, requirement: 4, unit: 1.5, description: 1, outcome: 1 } as const;
const PLACES = Object.keys(WEIGHTS) as (keyof typeof WEIGHTS)[];

/** What such a unit asks for most often; it decides where the words don't. */
const OF_UNIT_TYPE: Record<string, string> = {
  village: 'agri',
  coop: 'agri',
  hospital: 'clinical',
  health_center: 'clinical',
  school: 'edu',
  community: 'social',
};
const UNIT_TYPE_WEIGHT = 1;

const MOST_WORDS = 4;

/**
 * Decision 35: the field by which a need is matched, proposed from its title, text and unit by the words of each trade,
 * in both languages; undefined when nothing speaks for any. Only what the year offers is proposed, and a field of the
 * year's own is found by its label.
 */
export function proposeField(
  catalogue: Pick<Catalogue, 'fields'>,
  said: FieldWords,
): FieldProposal | undefined {
  const terms = termsOf(catalogue);
  const scores = new Map<string, number>();
  const found = new Map<string, Map<string, number>>();
  for (const place of PLACES) {
    for (const [term, written] of findTerms(said[place], terms)) {
      const fields = terms.get(term) ?? [];
      const weight = (WEIGHTS[place] * tellingOf(term)) / fields.length;
      for (const field of fields) {
        scores.set(field, (scores.get(field) ?? 0) + weight);
        const words = found.get(field) ?? new Map<string, number>();
        found.set(field, words.set(written, (words.get(written) ?? 0) + weight));
      }
    }
  }
  const usual = OF_UNIT_TYPE[said.unitType ?? ''];
  if (usual) scores.set(usual, (scores.get(usual) ?? 0) + UNIT_TYPE_WEIGHT);
  const [best] = offeredOf(catalogue.fields)
    .map(({ id }) => ({ id, score: scores.get(id) ?? 0 }))
    .toSorted((a, b) => b.score - a.score);
  if (!best || best.score === 0) return undefined;
  const words = [...(found.get(best.id) ?? [])].toSorted(([, a], [, b]) => b - a).map(([word]) => word);
  return { field: best.id, words: words.slice(0, MOST_WORDS) };
}

/** The fields of each term; a stem ends with `*`. */
type Terms = Map<string, string[]>;

function termsOf({ fields }: Pick<Catalogue, 'fields'>): Terms {
  const terms: Terms = new Map();
  for (const { id, zh, en } of fields) {
    const labels = [...zh.split(/[、和与及()（），,\s]+/), ...en.toLowerCase().split(/, | and |[()]/)];
    const own = (known as Record<string, string[]>)[id] ?? [];
    for (const term of new Set([...own, ...labels.map((label) => label.trim())]))
      if (term.length > 1) terms.set(term, [...(terms.get(term) ?? []), id]);
  }
  return terms;
}

/** A long term is seldom said of anything else. */
function tellingOf(term: string): number {
  if (HAN.test(term)) return Math.min(term.length, 4) / 2;
  return term.includes(' ') ? 2 : 1.5;
}

const HAN = /\p{Script=Han}/u;
const LONGEST = { characters: 8, words: 3, stem: 4 } as const;

/** Each term of the text once, with how it is written there; of terms that overlap the longest. */
function findTerms(text: string, terms: Terms): Map<string, string> {
  return new Map([...findChinese(text, terms), ...findEnglish(text, terms)]);
}

function* findChinese(text: string, terms: Terms): Generator<[term: string, written: string]> {
  for (let at = 0; at < text.length; at += 1) {
    for (let length = LONGEST.characters; length > 1; length -= 1) {
      const written = text.slice(at, at + length);
      const term = written.toLowerCase();
      if (written.length < length || !HAN.test(term) || !terms.has(term)) continue;
      yield [term, written];
      at += length - 1;
      break;
    }
  }
}

function* findEnglish(text: string, terms: Terms): Generator<[term: string, written: string]> {
  const words = text.match(/[a-z][a-z'-]*/gi) ?? [];
  for (let at = 0; at < words.length; at += 1) {
    for (let count = Math.min(LONGEST.words, words.length - at); count > 0; count -= 1) {
      const written = words.slice(at, at + count).join(' ');
      const term = findTerm(written.toLowerCase(), terms);
      if (!term) continue;
      yield [term, written];
      at += count - 1;
      break;
    }
  }
}

/** The term itself, its plural, or a stem of its last word. */
function findTerm(written: string, terms: Terms): string | undefined {
  const exact = [written, written.replace(/s$/, ''), written.replace(/es$/, '')].find((one) =>
    terms.has(one),
  );
  if (exact) return exact;
  const shortest = written.lastIndexOf(' ') + 1 + LONGEST.stem;
  for (let length = written.length; length >= shortest; length -= 1) {
    const stem = `${written.slice(0, length)}*`;
    if (terms.has(stem)) return stem;
  }
}

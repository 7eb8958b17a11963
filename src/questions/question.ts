import type { Catalogue } from '../programme/catalogue.ts';
import { type Chunk, chunksOf } from './chunks.ts';
import { fold } from './fold.ts';
import { type Meaning, termsOf } from './terms.ts';
import { readTimes } from './times.ts';

/** What is asked for: what reports add up to, needs with their slots, claims, or districts that have nothing. */
export type Asked =
  | 'metrics'
  | 'reports'
  | 'experts'
  | 'person_times'
  | 'needs'
  | 'slots'
  | 'claims'
  | 'gaps';
export type StateAsked = 'open' | 'confirmed' | 'pending' | 'ended' | '';

/** A question as it was understood; lists that are empty restrict nothing. */
export interface Question {
  year: number;
  asked: Asked;
  /** Keys of the year's catalogue. */
  metrics: string[];
  districts: string[];
  lines: string[];
  forms: string[];
  systems: string[];
  /** Ids of the register. */
  experts: string[];
  units: string[];
  /** 'YYYY-MM-DD', inclusive; empty for the year's own ends. */
  since: string;
  until: string;
  state: StateAsked;
}

export function emptyQuestion(year: number): Question {
  return {
    year,
    asked: 'reports',
    metrics: [],
    districts: [],
    lines: [],
    forms: [],
    systems: [],
    experts: [],
    units: [],
    since: '',
    until: '',
    state: '',
  };
}

/** A question before names are looked up. */
export interface Reading {
  chunks: Chunk[];
  since: string;
  until: string;
  /** Times that can't be. */
  unknown: string[];
}

/** Longer than any question; what stands behind it is not read. */
export const LONGEST_QUESTION = 300;

/** Reads free words of either language by the words that the year knows; pure, and never throws. */
export function readQuestion(
  typed: string,
  { year, today, catalogue }: { year: number; today: Temporal.PlainDate; catalogue: Catalogue },
): Reading {
  const { since, until, rest, unknown } = readTimes(fold(typed.slice(0, LONGEST_QUESTION)), { year, today });
  const terms = termsOf(catalogue);
  return {
    chunks: chunksOf(rest, terms),
    since: since?.toString() ?? '',
    until: until?.toString() ?? '',
    unknown,
  };
}

/** Whom a name means within the reader's reach. */
export interface Named {
  /** As it was looked for. */
  name: string;
  experts: readonly string[];
  units: readonly string[];
}

/** All that is to be looked up: a whole word where not all of it is known, then what is left of it. */
export function namesIn({ chunks }: Reading): string[] {
  return [...new Set(chunks.flatMap(({ text, rest }) => (rest.length > 0 ? [text, ...rest] : [])))].slice(
    0,
    20,
  );
}

/** Puts together what was read and what the names mean; what neither of them explains is `unknown`. */
export function settleQuestion(
  reading: Reading,
  named: readonly Named[],
  year: number,
): { question: Question; unknown: string[] } {
  const question = { ...emptyQuestion(year), since: reading.since, until: reading.until };
  const unknown = [...reading.unknown];
  const meanings: Meaning[] = [];
  const take = (name: string): boolean => {
    const found = named.find((one) => one.name === name);
    if (!found || found.experts.length + found.units.length === 0) return false;
    question.experts.push(...found.experts);
    question.units.push(...found.units);
    return true;
  };
  for (const chunk of reading.chunks) {
    // 宁河县医院 is the hospital, and not the county with a word that nobody knows.
    if (chunk.rest.length > 0 && take(chunk.text)) continue;
    meanings.push(...chunk.meanings);
    unknown.push(...chunk.rest.map((one) => one.trim()).filter((one) => one && !take(one)));
  }
  return { question: addMeanings(question, meanings, unknown), unknown: [...new Set(unknown)] };
}

function addMeanings(question: Question, meanings: readonly Meaning[], unknown: string[]): Question {
  const ids = (kind: Meaning['kind']) => [
    ...new Set(meanings.flatMap((one) => (one.kind === kind && 'id' in one ? [one.id] : []))),
  ];
  const has = (kind: Meaning['kind']) => meanings.some((one) => one.kind === kind);
  const [metrics, counted, states] = [ids('metric'), ids('counted'), ids('state')];
  const asksGaps = has('nothing') && has('places');
  if (has('nothing') && !asksGaps) unknown.push('没有');
  if (has('ambiguous')) unknown.push('河北');
  const [state = ''] = states as StateAsked[];
  return {
    ...question,
    asked: askedOf({ asksGaps, metrics, counted, state }),
    metrics,
    districts: ids('district'),
    lines: ids('line'),
    forms: ids('form'),
    systems: ids('system'),
    experts: [...new Set(question.experts)].slice(0, 10),
    units: [...new Set(question.units)].slice(0, 10),
    state,
  };
}

function askedOf(said: {
  asksGaps: boolean;
  metrics: string[];
  counted: string[];
  state: StateAsked;
}): Asked {
  const { asksGaps, metrics, counted, state } = said;
  if (asksGaps) return 'gaps';
  // "claims of needs" is about claims; what is counted the most narrowly is meant.
  for (const one of ['claims', 'slots', 'needs'] as const) if (counted.includes(one)) return one;
  if (state) return state === 'open' ? 'needs' : 'claims';
  if (metrics.length > 0) return 'metrics';
  for (const one of ['person_times', 'experts'] as const) if (counted.includes(one)) return one;
  return 'reports';
}

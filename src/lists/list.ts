import type { Button } from '@slack/types';
import { DISTRICTS, SYSTEMS } from '../programme/places.ts';
import { tidy } from '../slack/text.ts';

/** The lists that there are; see `sources.ts`. */
export const LISTS = ['units', 'experts'] as const;
export type ListName = (typeof LISTS)[number];

export const ROWS_A_PAGE = 20;
/** Of words to look for. */
export const LONGEST_WORDS = 50;

/** Which part of a list is on screen; the modal carries it. */
export interface Filter {
  list: ListName;
  words: string;
  /** Slugs; empty for all. */
  district: string;
  system: string;
  /** One of the list's own; `all` for all. */
  state: string;
  order: 'name' | 'newest';
  /** From 1. */
  page: number;
}

/** A page of a list as people read it. */
export interface Listed {
  /** How many there are by their states, whichever state is chosen. */
  counts: string;
  /** How many are of the chosen state. */
  total: number;
  rows: { text: string; button: Button }[];
}

export function isList(text: unknown): text is ListName {
  return LISTS.some((one) => one === text);
}

export function wholeList(list: ListName, words = ''): Filter {
  const looked = tidy(words).slice(0, LONGEST_WORDS);
  return { list, words: looked, district: '', system: '', state: 'all', order: 'name', page: 1 };
}

/** What the modal carries or its form says, parsed: of another release or forged, it is the whole list. */
export function filterOf(carried: Readonly<Record<string, unknown>>): Filter | undefined {
  const { list, words, district, system, state, order, page } = carried;
  if (!isList(list)) return undefined;
  const known = (slugs: readonly { slug: string }[], one: unknown) =>
    slugs.find(({ slug }) => slug === one)?.slug ?? '';
  return {
    ...wholeList(list, typeof words === 'string' ? words : ''),
    district: known(DISTRICTS, district),
    system: known(SYSTEMS, system),
    state: typeof state === 'string' && /^[a-z_]{1,30}$/.test(state) ? state : 'all',
    order: order === 'newest' ? 'newest' : 'name',
    page: typeof page === 'string' && /^\d{1,5}$/.test(page) ? Math.max(1, Number(page)) : 1,
  };
}

export function carriedBy(filter: Filter): Record<string, string> {
  return { ...filter, page: String(filter.page) };
}

export function pagesOf(total: number): number {
  return Math.max(1, Math.ceil(total / ROWS_A_PAGE));
}

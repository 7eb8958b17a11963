import { DISTRICTS, SYSTEMS } from '../programme/places.ts';
import type { Way } from './asking.ts';
import { type Asked, emptyQuestion, type Question } from './question.ts';

/** An answer on screen: what was understood, never what was typed. */
export interface Shown {
  question: Question;
  way: Way;
  /** From 1. */
  page: number;
}

const ASKED: readonly Asked[] = [
  ...(['metrics', 'reports', 'experts', 'person_times', 'needs', 'slots', 'claims', 'gaps'] as const),
];
const STATES = ['open', 'confirmed', 'pending', 'ended'] as const;
const LISTS = ['metrics', 'districts', 'lines', 'forms', 'systems', 'experts', 'units'] as const;
/** Longer lists aren't asked for; a modal carries 3,000 characters. */
const MOST = 20;

/** What the modal carries. */
export function carriedBy({ question, way, page }: Shown): Record<string, string> {
  const { year, asked, since, until, state } = question;
  const lists = LISTS.map((key) => [key, question[key].slice(0, MOST).join(',')] as const);
  const said = { asked, since, until, state, year: String(year), way, page: String(page), answer: '1' };
  return Object.fromEntries([...Object.entries(said), ...lists].filter(([, value]) => value !== ''));
}

/** The same, parsed: of another release or forged, it is no answer at all. */
export function shownIn(carried: Readonly<Record<string, string>> | undefined): Shown | undefined {
  if (carried?.answer !== '1' || !/^\d{4}$/.test(carried.year ?? '')) return undefined;
  const question: Question = {
    ...emptyQuestion(Number(carried.year)),
    asked: ASKED.find((one) => one === carried.asked) ?? 'reports',
    state: STATES.find((one) => one === carried.state) ?? '',
    since: dayIn(carried.since),
    until: dayIn(carried.until),
  };
  for (const key of LISTS)
    question[key] = (carried[key] ?? '')
      .split(',')
      .filter((one) => /^[\w-]{1,64}$/.test(one))
      .slice(0, MOST);
  question.districts = question.districts.filter((one) => DISTRICTS.some(({ slug }) => slug === one));
  question.systems = question.systems.filter((one) => SYSTEMS.some(({ slug }) => slug === one));
  const page = /^\d{1,5}$/.test(carried.page ?? '') ? Math.max(1, Number(carried.page)) : 1;
  return { question, way: carried.way === 'figure' ? 'figure' : 'words', page };
}

function dayIn(text = ''): string {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return '';
  const [year = 0, month = 0, day = 0] = text.split('-').map(Number);
  const isDay =
    month >= 1 && month <= 12 && day >= 1 && day <= Temporal.PlainYearMonth.from({ year, month }).daysInMonth;
  return isDay ? text : '';
}

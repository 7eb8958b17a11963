import type { Locale } from '../i18n/locale.ts';
import type { Programme } from '../programme/programme.ts';
import type { Question } from './question.ts';
import type { QuestionReach } from './reach.ts';

/**
 * How it is asked: a question in words is answered within the reader's reach; a figure that stands before everybody is
 * answered whole, with names only as far as they reach.
 */
export type Way = 'words' | 'figure';

export interface Asking {
  programme: Programme;
  question: Question;
  reach: QuestionReach;
  way: Way;
  locale: Locale;
  today: Temporal.PlainDate;
}

/** Which part of the list. */
export interface Part {
  limit: number;
  offset: number;
}

export const ROWS_A_PAGE = 20;

/** The days asked about, never beyond the year's own (mission: decision 1). */
export function daysOf({ year, since, until }: Question): { from: string; to: string } {
  const [first, last] = [`${year}-01-01`, `${year}-12-31`];
  return {
    from: since > first ? since : first,
    to: until !== '' && until < last ? until : last,
  };
}

import { MOST_POINTS } from '../slack/newest-blocks.ts';

/** The experts who served for the first time, by the last day of that service ('YYYY-MM-DD'), in order. */
export type FirstServices = readonly { day: string; experts: number }[];

export interface Point {
  /** The last day that it counts. */
  day: Temporal.PlainDate;
  /** Distinct experts up to and including that day. */
  experts: number;
  /** Where the straight line from the opening day to the target on the deadline stands. */
  planned: number;
}

export interface Course {
  opensOn: Temporal.PlainDate;
  deadline: Temporal.PlainDate;
  target: number;
  today: Temporal.PlainDate;
}

/** The pace is that of these last weeks. */
export const PACE_WEEKS = 8;
/** With less than this since the first service there is no forecast. */
const LEAST_WEEKS = 3;
/** The newest weeks are all shown; older ones are thinned out so that a chart holds them. */
const NEWEST_WEEKS = 10;

/** Week by week to this day, at most twenty points: the newest ten weeks all, of those before them even steps. */
export function burnUp(firsts: FirstServices, course: Course): Point[] {
  const { opensOn, deadline, target, today } = course;
  const start = earlier(opensOn, firsts[0] ? Temporal.PlainDate.from(firsts[0].day) : opensOn);
  const weeks = Math.floor(daysFrom(start, today) / 7);
  if (weeks < 0) return [];
  const days = Array.from({ length: weeks + 1 }, (_, i) => today.subtract({ weeks: weeks - i }));
  const length = Math.max(1, daysFrom(opensOn, deadline));
  return thin(days).map((day) => ({
    day,
    experts: countUntil(firsts, day),
    planned: Math.round(target * Math.min(1, Math.max(0, daysFrom(opensOn, day) / length))),
  }));
}

/**
 * How many experts there will be on the deadline at the pace of the last eight weeks (or since the first service, when
 * that is shorter); undefined before three weeks of it, and once the deadline has come.
 */
export function forecast(firsts: FirstServices, { deadline, today }: Course): number | undefined {
  const first = firsts[0];
  const left = daysFrom(today, deadline) / 7;
  if (!first || left <= 0) return undefined;
  const known = daysFrom(Temporal.PlainDate.from(first.day), today) / 7;
  if (known < LEAST_WEEKS) return undefined;
  // A course shorter than that begins at nothing.
  const before = known > PACE_WEEKS ? countUntil(firsts, today.subtract({ weeks: PACE_WEEKS })) : 0;
  const experts = countUntil(firsts, today);
  return Math.floor(experts + ((experts - before) / Math.min(PACE_WEEKS, known)) * left);
}

function thin(days: Temporal.PlainDate[]): Temporal.PlainDate[] {
  if (days.length <= MOST_POINTS) return days;
  const older = days.slice(0, -NEWEST_WEEKS);
  const room = MOST_POINTS - NEWEST_WEEKS;
  const kept = Array.from(
    { length: room },
    (_, i) => older[Math.round((i * (older.length - 1)) / (room - 1))],
  );
  return [...kept.filter((day) => day !== undefined), ...days.slice(-NEWEST_WEEKS)];
}

function countUntil(firsts: FirstServices, day: Temporal.PlainDate): number {
  const last = day.toString();
  return firsts.reduce((sum, one) => (one.day <= last ? sum + one.experts : sum), 0);
}

function daysFrom(one: Temporal.PlainDate, other: Temporal.PlainDate): number {
  return one.until(other, { largestUnit: 'days' }).days;
}

function earlier(one: Temporal.PlainDate, other: Temporal.PlainDate): Temporal.PlainDate {
  return Temporal.PlainDate.compare(one, other) < 0 ? one : other;
}

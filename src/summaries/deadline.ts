import type { LiveYears } from '../programme/live-years.ts';
import type { Programme } from '../programme/programme.ts';
import { atTime } from '../programme/working-days.ts';
import type { Summary, Version } from './summary.ts';

/** From 1 November on the summary is due: the beginning of that day in the programme's zone, or the opening day's. */
export function owedSince({ year, opensOn, timeZone }: Programme): Temporal.Instant {
  const november = `${year}-11-01`;
  const day = opensOn > november ? opensOn : november;
  return atTime(Temporal.PlainDate.from(day), '00:00', timeZone);
}

/** The years whose summaries are due, the oldest first; before any is, the year for new things. */
export function dueYears({ all, current }: LiveYears, now: Temporal.Instant): readonly Programme[] {
  const due = all.filter((year) => Temporal.Instant.compare(now, owedSince(year)) >= 0);
  return due.length > 0 ? due : [current];
}

/** Until when this unit has time: the year's deadline, or its own. */
export function deadlineOf(
  { extendedUntil }: Pick<Summary, 'extendedUntil'>,
  { deadline }: Pick<Programme, 'deadline'>,
): { deadline: Temporal.Instant } {
  return { deadline: extendedUntil ?? deadline };
}

/** Handed in after the deadline, which includes its last second: accepted all the same, and marked. */
export function isLate(
  { submittedAt }: Pick<Version, 'submittedAt'>,
  { deadline }: Pick<Programme, 'deadline'>,
): boolean {
  const second = submittedAt.round({ smallestUnit: 'second', roundingMode: 'floor' });
  return Temporal.Instant.compare(second, deadline) > 0;
}

import { addWorkingDays, atTime, type Workplace } from '../programme/working-days.ts';
import type { Owed } from './owed.ts';

/** One rung: at this moment these people are told, once. */
export interface Stage {
  id: string;
  at: Temporal.Instant;
  to: 'owners' | 'superiors' | 'informed';
  /** May use the third new message of a week: it can't wait for the next one. */
  urgent: boolean;
}

export interface Ladder {
  /** From here on it stands in its people's message. */
  opensAt: Temporal.Instant;
  stages: Stage[];
  /** After this moment a word about it is of no use any more. */
  until: Temporal.Instant | undefined;
}

/** When the day's reminders are due, in the programme's zone; the reader's own hours come on top of it. */
const HOUR = '09:30';

/** What waits for a coordinator (mission: decision 33); after that it is the bureau's. */
export const COORDINATOR_DAYS = { owners: [1, 3, 5], superiors: [6] } as const;

/** Rungs so many working days after the duty began. */
export function climbAfter(
  owed: Owed,
  { owners, superiors }: { owners: readonly number[]; superiors: readonly number[] },
  workplace: Workplace,
): Ladder {
  const began = dayOf(owed.since, workplace);
  const stage = (n: number, to: Stage['to']): Stage => ({
    ...{ id: `day_${n}`, to, urgent: false },
    at: atHour(addWorkingDays(began, n, workplace.ownDays), workplace),
  });
  return {
    opensAt: owed.since,
    stages: [...owners.map((n) => stage(n, 'owners')), ...superiors.map((n) => stage(n, 'superiors'))],
    until: owed.dueAt,
  };
}

export function dayOf(moment: Temporal.Instant, { timeZone }: Workplace): Temporal.PlainDate {
  return moment.toZonedDateTimeISO(timeZone).toPlainDate();
}

/** When the reminders of a day are due. */
export function atHour(day: Temporal.PlainDate, { timeZone }: Workplace): Temporal.Instant {
  return atTime(day, HOUR, timeZone);
}

export function latest(a: Temporal.Instant, b: Temporal.Instant): Temporal.Instant {
  return Temporal.Instant.compare(a, b) >= 0 ? a : b;
}

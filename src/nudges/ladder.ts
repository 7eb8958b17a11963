import type { Owed } from '../directory/owed.ts';
import { addWorkingDays, atTime, toWorkingDay, type Workplace } from '../programme/working-days.ts';

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

/** Working days after the duty began; the last rung of a report and its confirmation is its coordinator's. */
const DAYS_AFTER = {
  consent: { owners: [3], superiors: [] },
  host_answer: { owners: [3], superiors: [] },
  report: { owners: [1, 5, 10], superiors: [15] },
  report_confirmation: { owners: [3, 6], superiors: [9] },
} as const;

/**
 * Working days before the last day on which a need takes claims; the first is also told to who posted it. Whoever
 * published it today knows that nobody has claimed it.
 */
const FIRST_BEFORE_END = 5;
const LAST_BEFORE_END = 2;

/** Days before and after the yearly summary's deadline; three days late it is the superior's. */
const SUMMARY_DAYS = [-30, -14, -7, -3, -1, 0, 1] as const;
const SUMMARY_ESCALATION = 3;
/** Working days after a summary was returned. */
const AFTER_RETURN = 3;

/** What reminders each kind of duty has: stated rules, and nothing but the duty's own dates decides. */
export function ladderOf(owed: Owed, workplace: Workplace): Ladder {
  switch (owed.kind) {
    case 'consent':
    case 'host_answer':
    case 'report':
    case 'report_confirmation':
      return climbAfter(owed, DAYS_AFTER[owed.kind], workplace);
    case 'service_tomorrow':
      return climbToService(owed, workplace);
    case 'open_need':
      return climbToClaimsEnd(owed, workplace);
    case 'yearly_summary':
      return climbToDeadline(owed, workplace);
  }
}

function climbAfter(
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

/** Once, on the last working day before the service; who was confirmed later than that is told at once. */
function climbToService(owed: Owed, workplace: Workplace): Ladder {
  const day = dayOf(owed.dueAt ?? owed.since, workplace);
  const eve = toWorkingDay(day.subtract({ days: 1 }), 'before', workplace.ownDays);
  const at = latest(atHour(eve, workplace), owed.since);
  return { opensAt: at, stages: [{ id: 'eve', at, to: 'owners', urgent: true }], until: owed.dueAt };
}

function climbToClaimsEnd(owed: Owed, workplace: Workplace): Ladder {
  const lastDay = dayOf(owed.dueAt ?? owed.since, workplace);
  const soonest = atHour(addWorkingDays(dayOf(owed.since, workplace), 1, workplace.ownDays), workplace);
  const before = (n: number) =>
    latest(atHour(addWorkingDays(lastDay, -n, workplace.ownDays), workplace), soonest);
  const first = before(FIRST_BEFORE_END);
  return {
    opensAt: first,
    stages: [
      { id: `before_${FIRST_BEFORE_END}`, at: first, to: 'owners', urgent: false },
      { id: 'inform', at: first, to: 'informed', urgent: false },
      { id: `before_${LAST_BEFORE_END}`, at: before(LAST_BEFORE_END), to: 'owners', urgent: false },
    ],
    until: owed.dueAt,
  };
}

/**
 * From 1 November: a rung before the deadline that falls on a rest day comes on the working day before it, one after
 * the deadline on the working day after it. A deadline early in the next year has the same 1 November before it. One
 * that was returned has a rung of its own besides those that are still to come.
 */
function climbToDeadline(owed: Owed, workplace: Workplace): Ladder {
  const { ownDays } = workplace;
  const deadline = dayOf(owed.dueAt ?? owed.since, workplace);
  const november = Temporal.PlainDate.from({ year: deadline.year, month: 11, day: 1 });
  const isAfter = Temporal.PlainDate.compare(november, deadline) > 0;
  const opens = toWorkingDay(isAfter ? november.subtract({ years: 1 }) : november, 'after', ownDays);
  const stage = (n: number, to: Stage['to']): Stage => {
    const day = toWorkingDay(deadline.add({ days: n }), n > 0 ? 'after' : 'before', ownDays);
    const at = atHour(Temporal.PlainDate.compare(day, opens) < 0 ? opens : day, workplace);
    return { id: n > 0 ? `late_${n}` : `left_${-n}`, at, to, urgent: n === 0 || n === 1 };
  };
  const stages = [...SUMMARY_DAYS.map((n) => stage(n, 'owners')), stage(SUMMARY_ESCALATION, 'superiors')];
  if (owed.round === undefined || owed.round === '1')
    return { opensAt: stages[0]?.at ?? owed.since, stages, until: undefined };
  const returned = dayOf(owed.since, workplace);
  const at = atHour(addWorkingDays(returned, AFTER_RETURN, ownDays), workplace);
  const again: Stage = { id: `day_${AFTER_RETURN}`, at, to: 'owners', urgent: false };
  const left = stages.filter((one) => Temporal.PlainDate.compare(dayOf(one.at, workplace), returned) > 0);
  return { opensAt: owed.since, stages: [again, ...left], until: undefined };
}

function dayOf(moment: Temporal.Instant, { timeZone }: Workplace): Temporal.PlainDate {
  return moment.toZonedDateTimeISO(timeZone).toPlainDate();
}

function atHour(day: Temporal.PlainDate, { timeZone }: Workplace): Temporal.Instant {
  return atTime(day, HOUR, timeZone);
}

export function latest(a: Temporal.Instant, b: Temporal.Instant): Temporal.Instant {
  return Temporal.Instant.compare(a, b) >= 0 ? a : b;
}

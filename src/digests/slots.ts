import { addWorkingDays, atTime, toWorkingDay, type Workplace } from '../programme/working-days.ts';

/** When a channel has its digest. */
export interface Schedule extends Workplace {
  enabled: boolean;
  /** 1 (Monday) to 7. */
  weekday: number;
  /** 'HH:MM' in the programme's zone. */
  time: string;
  /** Only slots after this moment are of this plan. */
  runsSince: Temporal.Instant;
  /** The last moment at which a slot may lie; undefined while there is none. */
  until: Temporal.Instant | undefined;
  mutedAt: Temporal.Instant | undefined;
  /** Undefined while muted: until somebody turns it on again. */
  mutedUntil: Temporal.Instant | undefined;
}

/** One week's turn. */
export interface Slot {
  /** The Monday of its week, 'YYYY-MM-DD': what the ledger knows it by. */
  key: string;
  at: Temporal.Instant;
  previewAt: Temporal.Instant;
}

/** A slot that was missed by more than this is skipped. */
export const LATE_FOR = { hours: 72 } as const;
export const PREVIEW_TIME = '15:00';
const WEEKS_BACK = 5;
const MONDAY = 1;

/**
 * The slot that "post now" and "skip" speak of: the coming one once it can be previewed or is of this week, else this
 * week's, which has passed.
 */
export function slotInHand(schedule: Schedule, now: Temporal.Instant): Slot {
  const monday = mondayOf(schedule, now);
  const next = nextSlot(schedule, now);
  const isNear = !isAfter(next.previewAt, now) || next.key === monday.toString();
  return isNear ? next : slotOf(schedule, monday);
}

/** The turn of one week under the plan of today, by its key in the ledger. */
export function slotOfKey(schedule: Schedule, key: string): Slot {
  return slotOf(schedule, Temporal.PlainDate.from(key));
}

/**
 * The slot that a preview's button speaks of, while it may still be decided about; without a preview's key the one in
 * hand. Undefined when its time has gone by: then what became of it is all there is to say.
 */
export function slotToDecide(
  schedule: Schedule,
  key: string | undefined,
  now: Temporal.Instant,
): Slot | undefined {
  const inHand = slotInHand(schedule, now);
  if (!key || key === inHand.key) return inHand;
  const asked = slotOfKey(schedule, key);
  return isInTime(asked, now) ? asked : undefined;
}

/** What the ledger knows an issue by that was posted besides the weeks' turns: a day has one at most. */
export function extraSlot(
  { timeZone }: Pick<Schedule, 'timeZone'>,
  now: Temporal.Instant,
): Pick<Slot, 'key' | 'at'> {
  return { key: `${now.toZonedDateTimeISO(timeZone).toPlainDate()}:extra`, at: now };
}

/** The first slot after this moment, muted or not. */
export function nextSlot(schedule: Schedule, now: Temporal.Instant): Slot {
  const next = slotsAround(schedule, now).find(({ at }) => isAfter(at, now));
  if (!next) throw new RangeError('no slot within three weeks');
  return next;
}

export function isMutedAt({ mutedAt, mutedUntil }: Schedule, moment: Temporal.Instant): boolean {
  if (!mutedAt || isAfter(mutedAt, moment)) return false;
  return !mutedUntil || isAfter(mutedUntil, moment);
}

/** Not missed by so much that it isn't made up for. */
export function isInTime({ at }: Pick<Slot, 'at'>, now: Temporal.Instant): boolean {
  return !isAfter(now, at.add(LATE_FOR));
}

function slotOf({ weekday, time, timeZone, ownDays }: Schedule, monday: Temporal.PlainDate): Slot {
  const day = toWorkingDay(monday.add({ days: weekday - MONDAY }), 'after', ownDays);
  return {
    key: monday.toString(),
    at: atTime(day, time, timeZone),
    previewAt: atTime(addWorkingDays(day, -1, ownDays), PREVIEW_TIME, timeZone),
  };
}

/** The slots of the weeks before and after, in order of time; two that a holiday brings together, in order of week. */
export function slotsAround(schedule: Schedule, now: Temporal.Instant): Slot[] {
  const monday = mondayOf(schedule, now);
  return Array.from({ length: WEEKS_BACK + 4 }, (_, i) =>
    slotOf(schedule, monday.add({ weeks: i - WEEKS_BACK })),
  );
}

function mondayOf({ timeZone }: Schedule, now: Temporal.Instant): Temporal.PlainDate {
  const day = now.toZonedDateTimeISO(timeZone).toPlainDate();
  return day.subtract({ days: day.dayOfWeek - MONDAY });
}

export function isAfter(one: Temporal.Instant, other: Temporal.Instant): boolean {
  return Temporal.Instant.compare(one, other) > 0;
}

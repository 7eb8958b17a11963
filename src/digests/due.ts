import {
  addWorkingDays,
  atTime,
  isWorkingMoment,
  toWorkingDay,
  type Workplace,
} from '../programme/working-days.ts';

/** What became of a slot; 'previewed' is still open, the others settle it. */
export type IssueState = 'previewed' | 'posted' | 'skipped' | 'too_old' | 'nothing_new';

/** When a channel has its digest. */
export interface Schedule extends Workplace {
  enabled: boolean;
  /** 1 (Monday) to 7. */
  weekday: number;
  /** 'HH:MM' in the programme's zone. */
  time: string;
  /** Only slots after this moment are of this plan. */
  runsSince: Temporal.Instant;
  /** The last moment at which a slot may lie. */
  until: Temporal.Instant;
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

/** What the ledger holds, by slot. */
export type Ledger = ReadonlyMap<string, IssueState>;

export interface Due {
  /** To be posted now. */
  post?: Slot;
  /** To be shown to whoever looks after it. */
  preview?: Slot;
  /** Missed for good. */
  tooOld: Slot[];
}

/** A slot that was missed by more than this is skipped. */
export const LATE_FOR = { hours: 72 } as const;
/** What comes later than this says so. */
const LATE_AFTER = { hours: 1 } as const;
export const PREVIEW_TIME = '15:00';
const WEEKS_BACK = 5;
const MONDAY = 1;

/**
 * What is due, from the plan, the ledger and `now` alone, so that ticks may come late, twice or from several
 * processes. A slot on a day off is on the next working day. A missed one is posted late, at most 72 hours and while
 * people are at work; older ones are skipped, and of several only the newest counts. The preview comes at 15:00 of the working day before, or later
 * while people are at work.
 */
export function digestsDue(schedule: Schedule, ledger: Ledger, now: Temporal.Instant): Due {
  if (!schedule.enabled || isMutedAt(schedule, now)) return { tooOld: [] };
  const slots = slotsAround(schedule, now);
  const isOpen = ({ key }: Slot) => (ledger.get(key) ?? 'previewed') === 'previewed';
  const missed = slots.filter((slot) => !isAfter(slot.at, now) && isOpen(slot) && isOfPlan(schedule, slot));
  const newest = missed.at(-1);
  const isWanted = newest && isInTime(newest, now) && !hasNewer(newest, slots, ledger, now);
  const post = isWanted && (!isLate(newest.at, now) || isWorkingMoment(now, schedule)) ? newest : undefined;
  const next = slots.find(({ at }) => isAfter(at, now));
  const isToPreview =
    next !== undefined &&
    !ledger.has(next.key) &&
    isOfPlan(schedule, next) &&
    !isAfter(next.previewAt, now) &&
    isWorkingMoment(now, schedule);
  return {
    ...(post ? { post } : {}),
    ...(isToPreview ? { preview: next } : {}),
    tooOld: missed.filter((slot) => slot !== newest || !isWanted),
  };
}

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

/** So late that the post says it. */
export function isLate(slotAt: Temporal.Instant, now: Temporal.Instant): boolean {
  return isAfter(now, slotAt.add(LATE_AFTER));
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
function slotsAround(schedule: Schedule, now: Temporal.Instant): Slot[] {
  const monday = mondayOf(schedule, now);
  return Array.from({ length: WEEKS_BACK + 4 }, (_, i) =>
    slotOf(schedule, monday.add({ weeks: i - WEEKS_BACK })),
  );
}

function mondayOf({ timeZone }: Schedule, now: Temporal.Instant): Temporal.PlainDate {
  const day = now.toZonedDateTimeISO(timeZone).toPlainDate();
  return day.subtract({ days: day.dayOfWeek - MONDAY });
}

function isOfPlan(schedule: Schedule, { at }: Slot): boolean {
  return isAfter(at, schedule.runsSince) && !isAfter(at, schedule.until) && !isMutedAt(schedule, at);
}

function isInTime({ at }: Slot, now: Temporal.Instant): boolean {
  return !isAfter(now, at.add(LATE_FOR));
}

/** A later week's turn has come, or was taken before its time: what is older would only repeat it. */
function hasNewer(slot: Slot, slots: Slot[], ledger: Ledger, now: Temporal.Instant): boolean {
  return slots.some(({ key, at }) => {
    const state = ledger.get(key);
    return key > slot.key && (!isAfter(at, now) || (state !== undefined && state !== 'previewed'));
  });
}

function isAfter(one: Temporal.Instant, other: Temporal.Instant): boolean {
  return Temporal.Instant.compare(one, other) > 0;
}

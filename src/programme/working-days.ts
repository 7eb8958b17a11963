import calendar from 'chinese-days/dist/chinese-days.json' with { type: 'json' };

/** Days that the programme year fixes itself, 'YYYY-MM-DD': they go before the national calendar. */
export type OwnDays = Readonly<Record<string, 'work' | 'rest'>>;

/** Own days as a row has them; what is neither a working nor a rest day says nothing. */
export function ownDaysOf(stored: object): OwnDays {
  const days = Object.entries(stored).filter(([, kind]) => kind === 'work' || kind === 'rest');
  return Object.fromEntries(days);
}

/** Where and by which calendar people work. */
export interface Workplace {
  timeZone: string;
  ownDays: OwnDays;
}

/** Nobody is written to by the desk itself outside these hours of a working day, local time. */
export const WORKING_HOURS = { from: '09:00', until: '18:00' } as const;

const HOLIDAYS: Readonly<Record<string, string>> = calendar.holidays;
/** Saturdays and Sundays that are worked in exchange for a holiday (调休). */
const MAKE_UP_DAYS: Readonly<Record<string, string>> = calendar.workdays;
const KNOWN_YEARS = new Set(Object.keys(HOLIDAYS).map((day) => Number(day.slice(0, 4))));

const SATURDAY = 6;

/** The State Council's calendar with its make-up days; a year that it doesn't know yet has plain weekdays. */
export function isWorkingDay(day: Temporal.PlainDate, ownDays: OwnDays = {}): boolean {
  return isWorked(numberOf(day), ownDays);
}

/** What the national calendar says of a day, by its number. */
interface NationalDay {
  key: string;
  isWorked: boolean;
}

/** Every duty asks for the same few hundred days, each minute. */
const national = new Map<number, NationalDay>();
const MOST_KEPT = 20_000;

function isWorked(number: number, ownDays: OwnDays): boolean {
  const { key, isWorked } = nationalDay(number);
  const own = ownDays[key];
  return own ? own === 'work' : isWorked;
}

function nationalDay(number: number): NationalDay {
  const known = national.get(number);
  if (known) return known;
  const day = dayOf(number);
  const key = day.toString();
  const made = { key, isWorked: key in MAKE_UP_DAYS || (!(key in HOLIDAYS) && day.dayOfWeek < SATURDAY) };
  if (national.size >= MOST_KEPT) national.clear();
  national.set(number, made);
  return made;
}

const FIRST_DAY = Temporal.PlainDate.from('1970-01-01');

/** Days since 1970. */
function numberOf(day: Temporal.PlainDate): number {
  return FIRST_DAY.until(day).days;
}

function dayOf(number: number): Temporal.PlainDate {
  return FIRST_DAY.add({ days: number });
}

/** False while the State Council's calendar of that year is not known here: only weekends are rest days then. */
export function knowsCalendarOf(year: number): boolean {
  return KNOWN_YEARS.has(year);
}

/** The n-th working day after this day (before it, for a negative n); this day itself is not counted. */
export function addWorkingDays(
  day: Temporal.PlainDate,
  n: number,
  ownDays: OwnDays = {},
): Temporal.PlainDate {
  const step = Math.sign(n);
  let reached = numberOf(day);
  for (let left = Math.abs(n); left > 0; ) {
    reached += step;
    if (isWorked(reached, ownDays)) left -= 1;
  }
  return dayOf(reached);
}

/** This day if it is a working day, else the nearest one after it, or before it. */
export function toWorkingDay(
  day: Temporal.PlainDate,
  direction: 'after' | 'before',
  ownDays: OwnDays = {},
): Temporal.PlainDate {
  return isWorkingDay(day, ownDays) ? day : addWorkingDays(day, direction === 'after' ? 1 : -1, ownDays);
}

/** The n-th working day after a moment, at the same time of day, brought into working hours. */
export function addWorkingTime(
  since: Temporal.Instant,
  days: number,
  { timeZone, ownDays }: Workplace,
): Temporal.Instant {
  const then = since.toZonedDateTimeISO(timeZone);
  const day = addWorkingDays(then.toPlainDate(), days, ownDays);
  return atTime(day, clampToHours(then.toPlainTime()), timeZone);
}

/** This moment if people are at work then, else the next beginning of working hours. */
export function nextWorkingMoment(
  moment: Temporal.Instant,
  { timeZone, ownDays }: Workplace,
): Temporal.Instant {
  const local = moment.toZonedDateTimeISO(timeZone);
  const [day, time] = [local.toPlainDate(), local.toPlainTime()];
  if (isWorkingDay(day, ownDays) && isBefore(time, WORKING_HOURS.until)) {
    return isBefore(time, WORKING_HOURS.from) ? atTime(day, WORKING_HOURS.from, timeZone) : moment;
  }
  return atTime(addWorkingDays(day, 1, ownDays), WORKING_HOURS.from, timeZone);
}

/** When these working hours end, at a moment within them. */
export function endOfWorkingHours(
  moment: Temporal.Instant,
  { timeZone }: Pick<Workplace, 'timeZone'>,
): Temporal.Instant {
  return atTime(moment.toZonedDateTimeISO(timeZone).toPlainDate(), WORKING_HOURS.until, timeZone);
}

/** The first moment of the day after this one. */
export function startOfNextDay(
  moment: Temporal.Instant,
  { timeZone }: Pick<Workplace, 'timeZone'>,
): Temporal.Instant {
  return moment.toZonedDateTimeISO(timeZone).add({ days: 1 }).startOfDay().toInstant();
}

export function isWorkingMoment(moment: Temporal.Instant, workplace: Workplace): boolean {
  return nextWorkingMoment(moment, workplace).equals(moment);
}

/** A wall-clock time that a day skips (daylight saving) comes an hour later; one that comes twice is the first. */
export function atTime(day: Temporal.PlainDate, time: string, timeZone: string): Temporal.Instant {
  return day.toZonedDateTime({ timeZone, plainTime: Temporal.PlainTime.from(time) }).toInstant();
}

function clampToHours(time: Temporal.PlainTime): string {
  if (isBefore(time, WORKING_HOURS.from)) return WORKING_HOURS.from;
  return isBefore(time, LAST_HALF_HOUR) ? time.toString() : LAST_HALF_HOUR;
}

const LAST_HALF_HOUR = '17:30';

function isBefore(time: Temporal.PlainTime, other: string): boolean {
  return Temporal.PlainTime.compare(time, Temporal.PlainTime.from(other)) < 0;
}

import { z } from 'zod';
import type { Locale } from '../i18n/locale.ts';
import type { Catalogue } from './catalogue.ts';
import { parseCount } from './quantity.ts';
import type { Rules } from './rules.ts';
import { say } from './words.ts';
import type { OwnDays, Workplace } from './working-days.ts';

/** A programme year: the frame in which everything else happens. */
export interface Programme {
  teamId: string;
  year: number;
  name: string;
  documentNo: string;
  targetExperts: number;
  opensOn: string;
  /** Inclusive: the last moment that still counts. */
  deadline: Temporal.Instant;
  timeZone: string;
  channelId: string;
  language: Locale;
  publishedBy: 'district' | 'bureau';
  /** The only source of lines, forms, metrics and labels of this year. */
  catalogue: Catalogue;
  /** Where the person lives who reads this, when that is known: moments are told in both zones. */
  readerZone?: string | undefined;
  /** Working and rest days that go before the national calendar. */
  ownDays: OwnDays;
  rules: Rules;
  /** 'closing': nothing new begins in it, and what belongs to it is still done; 'closed': it changes by corrections alone. */
  state: YearState;
  /** New things belong to it. */
  isCurrent: boolean;
  /** All years of the workspace that have begun and aren't closed, ascending: what is owed, listed or waits is of any of them. */
  liveYears: readonly number[];
  /** The year that is opened already and hasn't begun. */
  nextYear?: number | undefined;
}

export type YearState = 'open' | 'closing' | 'closed';

/** The calendar day in the programme's zone: deadlines and states are judged by it. */
export function today(programme: Pick<Programme, 'timeZone'>, now: Temporal.Instant): Temporal.PlainDate {
  return now.toZonedDateTimeISO(programme.timeZone).toPlainDate();
}

/** 'open', and not yet the year for new things: nothing belongs to it before its first day. */
export function isAhead({ state, isCurrent }: Pick<Programme, 'state' | 'isCurrent'>): boolean {
  return state === 'open' && !isCurrent;
}

/** A year runs from 1 January on (mission: decision 1), whichever day the programme is launched on. */
export function firstDayOf(year: number): Temporal.PlainDate {
  return Temporal.PlainDate.from({ year, month: 1, day: 1 });
}

/** A day as people write it: 10月31日, 31 Oct; with the year when it isn't the programme's. */
export function showDate(date: string, locale: Locale, year?: number): string {
  const day = Temporal.PlainDate.from(date);
  const withYear = year === undefined || day.year !== year;
  if (locale === 'zh') return `${withYear ? `${day.year}年` : ''}${day.month}月${day.day}日`;
  return (withYear ? DAY_AND_YEAR : DAY).format(day);
}

// Made once: to make one takes a hundred times as long as to use it.
const DAY = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short' });
const DAY_AND_YEAR = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric' });
const ZONES: Record<Locale, Map<string, Intl.DateTimeFormat>> = { zh: new Map(), en: new Map() };

function zoneFormat(timeZone: string, locale: Locale): Intl.DateTimeFormat {
  const made =
    ZONES[locale].get(timeZone) ??
    new Intl.DateTimeFormat(locale === 'zh' ? 'zh-CN' : 'en-GB', { timeZone, timeZoneName: 'long' });
  ZONES[locale].set(timeZone, made);
  return made;
}

/** A moment in the programme's zone, which is named, and in the reader's own where their clock says something else. */
export function showMoment(moment: Temporal.Instant, programme: Programme, locale: Locale): string {
  const { timeZone, readerZone } = programme;
  const there = moment.toZonedDateTimeISO(timeZone);
  const zone = zoneFormat(timeZone, locale)
    .formatToParts(moment.epochMilliseconds)
    .find(({ type }) => type === 'timeZoneName')?.value;
  const said = `${showDate(there.toPlainDate().toString(), locale)} ${clockOf(there)}`;
  const own = readerZone ? showThere(moment, there, readerZone, locale) : '';
  return locale === 'zh' ? `${said}（${zone}${own}）` : `${said} (${zone}${own})`;
}

function showThere(
  moment: Temporal.Instant,
  there: Temporal.ZonedDateTime,
  readerZone: string,
  locale: Locale,
): string {
  const here = moment.toZonedDateTimeISO(readerZone);
  if (here.offsetNanoseconds === there.offsetNanoseconds) return '';
  const [day, other] = [here.toPlainDate(), there.toPlainDate()];
  const date = day.equals(other) ? '' : `${showDate(day.toString(), locale, other.year)} `;
  return locale === 'zh' ? `；您当地 ${date}${clockOf(here)}` : `; ${date}${clockOf(here)} your time`;
}

const ANY_MOMENT = Temporal.Instant.fromEpochMilliseconds(0);

/** What Slack names may be no zone at all. Asked for each message: `Intl` would take a hundred times as long. */
export function isZone(zone: string | undefined): zone is string {
  if (!zone) return false;
  try {
    ANY_MOMENT.toZonedDateTimeISO(zone);
    return true;
  } catch {
    return false;
  }
}

/** Where somebody works: by the clock of their own zone, or the programme's where Slack names none; by its calendar. */
export function workplaceOf(tz: string | undefined, { timeZone, ownDays }: Workplace): Workplace {
  return { timeZone: isZone(tz) ? tz : timeZone, ownDays };
}

function clockOf(moment: Temporal.ZonedDateTime): string {
  return moment.toPlainTime().toString({ smallestUnit: 'minute' });
}

/** The last second of a day in the zone, unless a clock time is given: deadlines are inclusive. */
export function lastMomentOf(date: string, timeZone: string, time = '23:59:59'): Temporal.Instant {
  return Temporal.PlainDate.from(date)
    .toZonedDateTime({ timeZone, plainTime: Temporal.PlainTime.from(time) })
    .toInstant();
}

export interface SetUp {
  name: string;
  year: number;
  document_no: string;
  target_experts: number;
  opens_on: string;
  deadline: string;
  time_zone: string;
  channel: string;
  language: Locale;
  published_by: 'district' | 'bureau';
}

/** Checks the set-up form; each message stands under its field, in the reader's language. */
export function setUpSchema(locale: Locale) {
  const text = z.string({ error: say(locale, 'required') }).min(1, say(locale, 'required'));
  const count = (min: number, max: number, message: string) =>
    text.transform((value, context) => {
      const parsed = parseCount(value);
      if (parsed.ok && parsed.value >= min && parsed.value <= max) return parsed.value;
      context.addIssue({ code: 'custom', message });
      return z.NEVER;
    });
  return z
    .object({
      name: text.max(200, say(locale, 'too_long', { max: 200 })),
      year: count(2000, 2100, say(locale, 'year_wrong')),
      document_no: z
        .string()
        .max(100, say(locale, 'too_long', { max: 100 }))
        .nullish()
        .transform((value) => value ?? ''),
      target_experts: count(1, 100_000, say(locale, 'target_wrong')),
      opens_on: text,
      deadline: text,
      time_zone: text.refine(isTimeZone, say(locale, 'time_zone_wrong')),
      channel: text,
      language: z.enum(['zh', 'en'], { error: say(locale, 'required') }),
      published_by: z.enum(['district', 'bureau'], { error: say(locale, 'required') }),
    })
    .refine((form) => form.deadline >= form.opens_on, {
      path: ['deadline'],
      error: say(locale, 'deadline_before_opening'),
    });
}

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

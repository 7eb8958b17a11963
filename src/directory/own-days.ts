import type { Locale } from '../i18n/locale.ts';
import { parseTimeWords } from '../programme/time-words.ts';
import type { OwnDays } from '../programme/working-days.ts';
import { say } from './words.ts';

/** A whole holiday week is about ten days; more than this in one line is a slip of the pen. */
const LONGEST_SPAN = 31;

export type OwnDaysOutcome =
  | { ok: true; ownDays: OwnDays }
  | { ok: false; errors: Partial<Record<'rest_days' | 'work_days', string>> };

/** Reads both fields of the work calendar: one day or span in each line, as people write it (2月5日至11日). */
export function readOwnDays(
  typed: { rest_days: string; work_days: string },
  { year, today, locale }: { year: number; today: Temporal.PlainDate; locale: Locale },
): OwnDaysOutcome {
  const read = (text: string) => readDays(text, { year, today });
  const [rest, work] = [read(typed.rest_days), read(typed.work_days)];
  const unread = (line: string | undefined) =>
    line === undefined ? undefined : say(locale, 'days_unread', { line });
  const twice = work.days.find((day) => rest.days.includes(day));
  const errors = {
    ...(rest.unread === undefined ? {} : { rest_days: unread(rest.unread) ?? '' }),
    ...(work.unread === undefined ? {} : { work_days: unread(work.unread) ?? '' }),
    ...(twice === undefined ? {} : { work_days: say(locale, 'day_is_both', { day: twice }) }),
  };
  if (Object.keys(errors).length > 0) return { ok: false, errors };
  const of = (days: string[], what: 'rest' | 'work') => days.map((day) => [day, what] as const);
  return { ok: true, ownDays: Object.fromEntries([...of(rest.days, 'rest'), ...of(work.days, 'work')]) };
}

function readDays(text: string, context: { year: number; today: Temporal.PlainDate }) {
  const lines = text
    .split(/[\n,，、;；]+/)
    .map((line) => line.trim())
    .filter(Boolean);
  const days = new Set<string>();
  for (const line of lines) {
    const span = spanOf(line, context);
    if (!span) return { days: [...days], unread: line };
    for (const day of span) days.add(day);
  }
  return { days: [...days], unread: undefined };
}

function spanOf(line: string, context: { year: number; today: Temporal.PlainDate }): string[] | undefined {
  const read = parseTimeWords(line, context);
  if (!read?.end || read.kind === 'open') return undefined;
  const length = read.start.until(read.end, { largestUnit: 'day' }).days + 1;
  if (length > LONGEST_SPAN) return undefined;
  return Array.from({ length }, (_, i) => read.start.add({ days: i }).toString());
}

/** What stands in a field: one line for each run of days. */
export function writeDays(ownDays: OwnDays, what: 'rest' | 'work'): string {
  const runs: [Temporal.PlainDate, Temporal.PlainDate][] = [];
  for (const day of Object.keys(ownDays)
    .filter((key) => ownDays[key] === what)
    .toSorted()) {
    const date = Temporal.PlainDate.from(day);
    const last = runs.at(-1);
    if (last?.[1].add({ days: 1 }).equals(date)) last[1] = date;
    else runs.push([date, date]);
  }
  return runs.map(([from, to]) => (from.equals(to) ? String(from) : `${from}~${to}`)).join('\n');
}

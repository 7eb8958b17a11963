import type { Locale } from '../i18n/locale.ts';
import { showDate } from '../programme/programme.ts';
import { say } from './words.ts';

/** 10月11日—10月20日; with an end only, or a start only, in words. */
export function showRange(
  start: string | undefined,
  end: string | undefined,
  locale: Locale,
  year: number,
): string {
  const day = (date: string) => showDate(date, locale, year);
  if (!start) return end ? say(locale, 'time_until', { end: day(end) }) : '';
  if (!end) return say(locale, 'time_open', { start: day(start) });
  if (start === end) return day(start);
  return locale === 'zh' ? `${day(start)}—${day(end)}` : `${day(start)} – ${day(end)}`;
}

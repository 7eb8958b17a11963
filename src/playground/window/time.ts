/** Times as the reader sees them: in the reader's zone and language. Timestamps are Slack's seconds. */

type Parts = Intl.DateTimeFormatOptions;

/** One formatter per kind is kept, as making one is slow. */
const formatters = new Map<string, Intl.DateTimeFormat>();

export function formatTime(seconds: number, locale: string, timeZone: string, options: Parts): string {
  const key = JSON.stringify([locale, timeZone, options]);
  let formatter = formatters.get(key);
  if (!formatter) {
    formatter = new Intl.DateTimeFormat(locale, { timeZone, ...options });
    formatters.set(key, formatter);
  }
  return formatter.format(new Date(seconds * 1000));
}

export function clockTime(seconds: number, locale: string, timeZone: string): string {
  return formatTime(seconds, locale, timeZone, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
}

export function fullTime(seconds: number, locale: string, timeZone: string): string {
  return `${longDay(seconds, locale, timeZone)} ${clockTime(seconds, locale, timeZone)}`;
}

export function longDay(seconds: number, locale: string, timeZone: string): string {
  return formatTime(seconds, locale, timeZone, {
    year: 'numeric',
    month: 'long',
    day: 'numeric',
    weekday: 'long',
  });
}

/** 2013-09-16 in the given zone. */
export function isoDay(seconds: number, timeZone: string): string {
  return formatTime(seconds, 'en-CA', timeZone, { year: 'numeric', month: '2-digit', day: '2-digit' });
}

/** The moment of a wall-clock time in a zone, in seconds; found by correcting a first guess twice. */
export function secondsAt(day: string, time: string, timeZone: string): number {
  const wanted = Date.parse(`${day}T${time}:00Z`) / 1000;
  let guess = wanted;
  for (let round = 0; round < 2; round += 1) {
    const shown = Date.parse(`${isoDay(guess, timeZone)}T${clockTime(guess, 'en-GB', timeZone)}:00Z`) / 1000;
    guess += wanted - shown;
  }
  return guess;
}

/** Slack's date formats, such as `{date_short} {time}`, for one reader. */
export function formatDate(seconds: number, format: string, locale: string, timeZone: string): string {
  const shapes: Record<string, () => string> = {
    date_num: () => isoDay(seconds, timeZone),
    date_slash: () => isoDay(seconds, timeZone).replaceAll('-', '/'),
    date: () => formatTime(seconds, locale, timeZone, { year: 'numeric', month: 'long', day: 'numeric' }),
    date_short: () =>
      formatTime(seconds, locale, timeZone, { year: 'numeric', month: 'short', day: 'numeric' }),
    date_long: () => longDay(seconds, locale, timeZone),
    day_divider_pretty: () => longDay(seconds, locale, timeZone),
    time: () => clockTime(seconds, locale, timeZone),
    time_secs: () =>
      formatTime(seconds, locale, timeZone, {
        hour: '2-digit',
        minute: '2-digit',
        second: '2-digit',
        hourCycle: 'h23',
      }),
    ago: () => fullTime(seconds, locale, timeZone),
  };
  return format.replace(/\{(\w+?)(?:_pretty)?\}/gu, (whole, name: string) => shapes[name]?.() ?? whole);
}

/// <reference lib="dom" />
import { html } from 'htm/preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { useDesk } from './desk.ts';
import { Icon } from './icons.ts';
import { formatTime } from './time.ts';

const STEPS: Record<string, number> = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 };

/** A month to choose a day from; weeks begin on Monday. Days are written 2013-09-16. */
export function Calendar({ value, onChoose }: { value: string; onChoose: (day: string) => void }) {
  const { words, locale } = useDesk();
  const [focused, setFocused] = useState(value);
  const grid = useRef<HTMLTableElement>(null);
  const moved = useRef(false);
  useEffect(() => {
    if (moved.current) grid.current?.querySelector<HTMLElement>('[tabindex="0"]')?.focus();
    moved.current = false;
  }, [focused]);
  const month = focused.slice(0, 7);
  const weeks = weeksOf(month);
  const name = (day: string, options: Intl.DateTimeFormatOptions): string =>
    formatTime(Date.parse(day) / 1000, locale, 'UTC', options);

  function onKeyDown(event: KeyboardEvent): void {
    const step = STEPS[event.key];
    const months = { PageUp: -1, PageDown: 1 }[event.key];
    if (!step && !months) return;
    event.preventDefault();
    moved.current = true;
    setFocused(step ? addDays(focused, step) : addMonths(focused, months ?? 0));
  }

  return html`<div class="calendar">
    <div class="calendar-head">
      <button type="button" class="icon-button" aria-label=${words.previousMonth} onClick=${() => setFocused(addMonths(focused, -1))}><${Icon} name="left" /></button>
      <strong aria-live="polite">${name(focused, { year: 'numeric', month: 'long' })}</strong>
      <button type="button" class="icon-button" aria-label=${words.nextMonth} onClick=${() => setFocused(addMonths(focused, 1))}><${Icon} name="right" /></button>
    </div>
    <table ref=${grid} role="grid" onKeyDown=${onKeyDown}>
      <thead><tr>${weeks[0]?.map((day) => html`<th scope="col" key=${day}>${name(day, { weekday: 'narrow' })}</th>`)}</tr></thead>
      <tbody>
        ${weeks.map(
          (week) =>
            html`<tr key=${week[0]}>${week.map(
              (day) => html`<td key=${day}><button
              type="button"
              class=${`${day.startsWith(month) ? '' : 'outside'} ${day === value ? 'chosen' : ''}`}
              tabindex=${day === focused ? 0 : -1}
              autofocus=${day === value}
              aria-pressed=${day === value}
              aria-label=${name(day, { dateStyle: 'full' })}
              onClick=${() => onChoose(day)}
            >${Number(day.slice(8))}</button></td>`,
            )}</tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

/** The weeks that touch a month, such as `2013-09`. */
function weeksOf(month: string): string[][] {
  const first = `${month}-01`;
  const weekday = (new Date(first).getUTCDay() + 6) % 7;
  const monday = addDays(first, -weekday);
  const weeks = Array.from({ length: 6 }, (_, week) =>
    Array.from({ length: 7 }, (_, day) => addDays(monday, week * 7 + day)),
  );
  return weeks.filter((week) => week.some((day) => day.startsWith(month)));
}

function addDays(day: string, count: number): string {
  const date = new Date(day);
  date.setUTCDate(date.getUTCDate() + count);
  return date.toISOString().slice(0, 10);
}

/** The same day of another month, or that month's last day. */
function addMonths(day: string, count: number): string {
  const date = new Date(`${day.slice(0, 7)}-01`);
  date.setUTCMonth(date.getUTCMonth() + count + 1, 0);
  return `${date.toISOString().slice(0, 8)}${String(Math.min(date.getUTCDate(), Number(day.slice(8)))).padStart(2, '0')}`;
}

/// <reference lib="dom" />
import { html } from 'htm/preact';
import { useClockMoves } from './clock-moves.ts';
import { useDesk } from './desk.ts';
import { clockTime, formatTime } from './time.ts';

/** The programme's date, always in sight, and the two moves made most often. */
export function ClockControl() {
  const { words, locale, now, world } = useDesk();
  const { isBusy, move } = useClockMoves();
  const zone = world.clock.timeZone;
  const day = formatTime(now, locale, zone, {
    year: 'numeric',
    month: locale.startsWith('en') ? 'short' : 'long',
    day: 'numeric',
    weekday: 'short',
  });
  return html`<section class="clock" aria-label=${words.programmeDate} title=${`${words.clockHint} · ${zone}`} aria-busy=${isBusy}>
    <span class="clock-now" role="status">
      <span class="clock-label">${words.programmeDate}</span>
      <time datetime=${world.clock.now}>${day}<span class="clock-time"> ${clockTime(now, locale, zone)}</span></time>
    </span>
    <span class="clock-buttons">
      <button type="button" disabled=${isBusy} onClick=${() => move('P1D')}>${words.plusDay}</button>
      <button type="button" disabled=${isBusy} onClick=${() => move('P7D')}>${words.plusWeek}</button>
    </span>
  </section>`;
}

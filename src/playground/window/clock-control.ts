/// <reference lib="dom" />
import { html } from 'htm/preact';
import { useRef, useState } from 'preact/hooks';
import { Calendar } from './calendar.ts';
import { useDesk } from './desk.ts';
import { Icon } from './icons.ts';
import { Popover } from './popover.ts';
import { clockTime, formatTime, isoDay, secondsAt } from './time.ts';

/** The programme's date, always in sight, and the buttons that move it. */
export function ClockControl() {
  const desk = useDesk();
  const { words, locale, now, world } = desk;
  const [isBusy, setBusy] = useState(false);
  const [isOpen, setOpen] = useState(false);
  const anchor = useRef<HTMLButtonElement>(null);
  const zone = world.clock.timeZone;
  const day = formatTime(now, locale, zone, {
    year: 'numeric',
    month: locale === 'en' ? 'short' : 'long',
    day: 'numeric',
    weekday: 'short',
  });

  async function move(to: string | { to: string }): Promise<void> {
    setBusy(true);
    setOpen(false);
    const done = await desk.ask({ type: 'clock', move: to });
    setBusy(false);
    if (!done.ok) desk.complain(done);
  }

  /** The chosen day at the clock time it is now. */
  function moveTo(chosen: string): Promise<void> {
    const seconds = secondsAt(chosen, clockTime(now, 'en-GB', zone), zone);
    return move({ to: new Date(seconds * 1000).toISOString() });
  }

  return html`<section class="clock" aria-label=${words.programmeDate} title=${`${words.clockHint} · ${zone}`} aria-busy=${isBusy}>
    <span class="clock-now" role="status">
      <span class="clock-label">${words.programmeDate}</span>
      <time datetime=${world.clock.now}>${day}<span class="clock-time"> ${clockTime(now, locale, zone)}</span></time>
    </span>
    <span class="clock-buttons">
      <button type="button" disabled=${isBusy} onClick=${() => move('P1D')}>${words.plusDay}</button>
      <button type="button" disabled=${isBusy} onClick=${() => move('P7D')}>${words.plusWeek}</button>
      <button type="button" ref=${anchor} disabled=${isBusy} aria-haspopup="dialog" aria-expanded=${isOpen} onClick=${() => setOpen(!isOpen)}>
        <${Icon} name="calendar" />${words.toDate}
      </button>
    </span>
    <${Popover} anchor=${anchor} isOpen=${isOpen} onClose=${() => setOpen(false)} role="dialog" label=${words.toDate}>
      <${Calendar} value=${isoDay(now, zone)} onChoose=${moveTo} />
    <//>
  </section>`;
}

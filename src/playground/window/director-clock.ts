/// <reference lib="dom" />
import { html } from 'htm/preact';
import { useRef, useState } from 'preact/hooks';
import { Calendar } from './calendar.ts';
import { deadline, nextMonday, useClockMoves } from './clock-moves.ts';
import { useDesk } from './desk.ts';
import { Icon } from './icons.ts';
import { Popover } from './popover.ts';
import { fullTime, isoDay } from './time.ts';

/** Everywhere the programme's clock can be sent. */
export function DirectorClock() {
  const { words, locale, now, world } = useDesk();
  const { isBusy, move, moveToDay } = useClockMoves();
  const [isOpen, setOpen] = useState(false);
  const anchor = useRef<HTMLButtonElement>(null);
  const zone = world.clock.timeZone;
  const end = deadline(now, zone);
  return html`<section class="director-part" aria-label=${words.director.time} aria-busy=${isBusy}>
    <h2>${words.director.time}</h2>
    <p class="hint">${fullTime(now, locale, zone)} · ${zone}</p>
    <div class="actions">
      <button type="button" class="button" disabled=${isBusy} onClick=${() => move('P1D')}>${words.plusDay}</button>
      <button type="button" class="button" disabled=${isBusy} onClick=${() => move('P7D')}>${words.plusWeek}</button>
      <button type="button" class="button" disabled=${isBusy} onClick=${() => move(nextMonday(now, zone))}>${words.director.nextMonday}</button>
      <button type="button" class="button" disabled=${isBusy || now >= end} onClick=${() => move(end)}>${words.director.deadline}</button>
      <button
        ref=${anchor}
        type="button"
        class="button"
        disabled=${isBusy}
        aria-haspopup="dialog"
        aria-expanded=${isOpen}
        onClick=${() => setOpen(!isOpen)}
      ><${Icon} name="calendar" />${words.toDate}</button>
    </div>
    <${Popover} anchor=${anchor} isOpen=${isOpen} onClose=${() => setOpen(false)} role="dialog" label=${words.toDate}>
      <${Calendar}
        value=${isoDay(now, zone)}
        onChoose=${(day: string) => {
          setOpen(false);
          void moveToDay(day);
        }}
      />
    <//>
  </section>`;
}

/// <reference lib="dom" />
import { html } from 'htm/preact';
import { useId, useRef, useState } from 'preact/hooks';
import { Calendar } from './calendar.ts';
import { useDesk } from './desk.ts';
import { textOf } from './form-state.ts';
import { Icon } from './icons.ts';
import { Popover } from './popover.ts';
import { naming, type Slot, useField } from './slot.ts';
import { clockTime, isoDay, secondsAt } from './time.ts';
import { isDate, isTime } from './validate.ts';

interface PartProps {
  value: string;
  names: Record<string, unknown>;
  onChange(value: string): void;
}

const HALF_HOURS = Array.from(
  { length: 48 },
  (_, index) => `${String(Math.floor(index / 2)).padStart(2, '0')}:${index % 2 ? '30' : '00'}`,
);

/** A day, typed or taken from the calendar; the browser's own picker would speak the browser's language. */
function DayPart({ value, names, onChange }: PartProps) {
  const { words, now, timeZone } = useDesk();
  const [isOpen, setOpen] = useState(false);
  const anchor = useRef<HTMLDivElement>(null);
  const shown = isDate(value) ? value : isoDay(now, timeZone);
  return html`<div class="day field-pair" ref=${anchor}>
    <input
      class="field"
      type="text"
      inputmode="numeric"
      autocomplete="off"
      placeholder=${words.datePattern}
      value=${value}
      ...${names}
      onInput=${(event: InputEvent) => onChange((event.currentTarget as HTMLInputElement).value.trim())}
    />
    <button type="button" class="icon-button" aria-label=${words.openCalendar} aria-haspopup="dialog" aria-expanded=${isOpen} onClick=${() => setOpen(!isOpen)}>
      <${Icon} name="calendar" />
    </button>
    <${Popover} anchor=${anchor} isOpen=${isOpen} onClose=${() => setOpen(false)} role="dialog" label=${words.openCalendar}>
      <${Calendar} value=${shown} onChoose=${(day: string) => {
        setOpen(false);
        onChange(day);
      }} />
    <//>
  </div>`;
}

function TimePart({ value, names, onChange }: PartProps) {
  const { words } = useDesk();
  const id = useId();
  return html`<div class="time">
    <input
      class="field"
      type="text"
      inputmode="numeric"
      autocomplete="off"
      list=${id}
      placeholder=${words.timePattern}
      value=${value}
      ...${names}
      onInput=${(event: InputEvent) => onChange((event.currentTarget as HTMLInputElement).value.trim())}
    />
    <datalist id=${id}>${HALF_HOURS.map((time) => html`<option key=${time} value=${time}></option>`)}</datalist>
  </div>`;
}

export function DateView(slot: Slot) {
  const field = useField(slot);
  function change(day: string): void {
    field.keep(day || null);
    if (isDate(day)) field.tell(day);
  }
  return html`<${DayPart} value=${textOf(field.value)} names=${naming(slot)} onChange=${change} />`;
}

export function TimeView(slot: Slot) {
  const field = useField(slot);
  function change(time: string): void {
    field.keep(time || null);
    if (isTime(time)) field.tell(time);
  }
  return html`<div>
    <${TimePart} value=${textOf(field.value)} names=${naming(slot)} onChange=${change} />
    ${slot.element.timezone && html`<small class="hint">${slot.element.timezone}</small>`}
  </div>`;
}

/** A day and a time in the reader's zone, kept as seconds. */
export function MomentView(slot: Slot) {
  const { timeZone, words } = useDesk();
  const field = useField(slot);
  const seconds = Number(textOf(field.value) || Number.NaN);
  const [day, setDay] = useState(Number.isNaN(seconds) ? '' : isoDay(seconds, timeZone));
  const [time, setTime] = useState(Number.isNaN(seconds) ? '' : clockTime(seconds, 'en-GB', timeZone));

  function change(nextDay: string, nextTime: string): void {
    setDay(nextDay);
    setTime(nextTime);
    if (isDate(nextDay) && isTime(nextTime)) field.change(String(secondsAt(nextDay, nextTime, timeZone)));
    else field.keep(nextDay || nextTime ? '?' : null);
  }

  const names = slot.describedBy ? { 'aria-describedby': slot.describedBy } : {};
  return html`<div role="group" class="moment" ...${naming(slot, true)}>
    <${DayPart} value=${day} names=${{ ...names, 'aria-label': words.datePattern }} onChange=${(next: string) => change(next, time)} />
    <${TimePart} value=${time} names=${{ ...names, 'aria-label': words.timePattern }} onChange=${(next: string) => change(day, next)} />
    <small class="hint">${timeZone}</small>
  </div>`;
}

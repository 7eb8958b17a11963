/// <reference lib="dom" />
import { html } from 'htm/preact';
import { type Option, plain } from './block-kit.ts';
import { groupsFor, optionsIn } from './choices.ts';
import { useDesk } from './desk.ts';
import { emojify } from './emoji.ts';
import { textOf } from './form-state.ts';
import { naming, type Slot, useField } from './slot.ts';

/** One of many, as the system's own list: it works with every keyboard, phone and screen reader. */
export function SelectView(slot: Slot) {
  const desk = useDesk();
  const field = useField(slot);
  const groups = groupsFor(desk, slot.element);
  const value = textOf(field.value);
  const chosen = optionsIn(groups).find((each) => each.value === value) ?? slot.element.initial_option;
  const isListed = optionsIn(groups).some((each) => each.value === value);
  const item = (each: Option): unknown =>
    html`<option key=${each.value} value=${each.value} selected=${each.value === value}>${emojify(plain(each.text))}</option>`;
  return html`<span class="select">
    <select
      class=${`field ${value ? '' : 'empty'}`}
      value=${value}
      ...${naming(slot)}
      onChange=${(event: Event) => field.change((event.currentTarget as HTMLSelectElement).value || null)}
    >
      <option value="" selected=${value === ''}>${plain(slot.element.placeholder) || desk.words.choose}</option>
      ${value && !isListed && html`<option value=${value} selected>${plain(chosen?.text) || value}</option>`}
      ${groups.map((group, index) =>
        plain(group.label)
          ? html`<optgroup key=${index} label=${plain(group.label)}>${group.options.map(item)}</optgroup>`
          : group.options.map(item),
      )}
    </select>
    ${value && chosen?.description && html`<small class="hint">${plain(chosen.description)}</small>`}
  </span>`;
}

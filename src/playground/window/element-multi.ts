/// <reference lib="dom" />
import { html } from 'htm/preact';
import { useId, useRef, useState } from 'preact/hooks';
import { type Option, plain } from './block-kit.ts';
import { groupsFor, optionsIn } from './choices.ts';
import { useDesk } from './desk.ts';
import { emojify } from './emoji.ts';
import { idsOf } from './form-state.ts';
import { Icon } from './icons.ts';
import { MultiList } from './multi-list.ts';
import { Popover } from './popover.ts';
import { naming, type Slot, useField } from './slot.ts';

/** Some of many: what is chosen stands as chips in the field, the rest in a list that typing narrows. */
export function MultiSelectView(slot: Slot) {
  const desk = useDesk();
  const { words } = desk;
  const field = useField(slot);
  const [isOpen, setOpen] = useState(false);
  const anchor = useRef<HTMLButtonElement>(null);
  const listId = useId();
  const groups = groupsFor(desk, slot.element);
  const ids = idsOf(field.value);
  const most = slot.element.max_selected_items;
  const known = [...optionsIn(groups), ...(slot.element.initial_options ?? [])];
  const chosen = ids.map((id) => known.find((option) => option.value === id) ?? nameless(id));

  function toggle(option: Option): void {
    if (ids.includes(option.value)) field.change(ids.filter((id) => id !== option.value));
    else if (!most || ids.length < most) field.change([...ids, option.value]);
  }

  function close(): void {
    setOpen(false);
    anchor.current?.focus();
  }

  return html`<div class=${`multi field ${isOpen ? 'open' : ''}`}>
    ${chosen.map(
      (option) => html`<span class="chip" key=${option.value}>${emojify(plain(option.text))}<button
        type="button"
        aria-label=${words.remove(plain(option.text))}
        onClick=${() => toggle(option)}
      ><${Icon} name="close" /></button></span>`,
    )}
    <button
      ref=${anchor}
      type="button"
      class="multi-open"
      ...${naming(slot)}
      role="combobox"
      aria-haspopup="listbox"
      aria-expanded=${isOpen}
      aria-controls=${listId}
      onClick=${() => setOpen(!isOpen)}
    >
      <span class="multi-hint">${ids.length === 0 ? plain(slot.element.placeholder) || words.choose : html`<span class="unseen">${words.chosen(ids.length)}</span>`}</span>
      <${Icon} name="down" />
    </button>
    <${Popover} anchor=${anchor} isOpen=${isOpen} onClose=${close} id=${listId}>
      <${MultiList} groups=${groups} ids=${ids} most=${most} label=${slot.label ?? ''} onToggle=${toggle} onClose=${close} />
    <//>
  </div>`;
}

function nameless(id: string): Option {
  return { value: id, text: { type: 'plain_text', text: id } };
}

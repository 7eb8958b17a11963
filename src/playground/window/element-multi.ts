/// <reference lib="dom" />
import { html } from 'htm/preact';
import { useId, useRef, useState } from 'preact/hooks';
import type { Option } from './block-kit.ts';
import { groupsFor, optionsIn } from './choices.ts';
import { ChosenField } from './chosen-field.ts';
import { useDesk } from './desk.ts';
import { idsOf } from './form-state.ts';
import { MultiList } from './multi-list.ts';
import { type Slot, useField } from './slot.ts';

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

  const own = { slot, chosen, hint: words.choose, isOpen, anchor, listId, onClose: close };
  return html`<${ChosenField} ...${own} onRemove=${toggle} onOpen=${() => setOpen(true)}>
    <${MultiList} groups=${groups} ids=${ids} most=${most} label=${slot.label ?? ''} onToggle=${toggle} onClose=${close} />
  <//>`;
}

function nameless(id: string): Option {
  return { value: id, text: { type: 'plain_text', text: id } };
}

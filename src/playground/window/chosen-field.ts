/// <reference lib="dom" />
import { html } from 'htm/preact';
import type { ComponentChildren, RefObject } from 'preact';
import { type Option, plain } from './block-kit.ts';
import { useDesk } from './desk.ts';
import { emojify } from './emoji.ts';
import { Icon } from './icons.ts';
import { Popover } from './popover.ts';
import { naming, type Slot } from './slot.ts';

interface ChosenFieldProps {
  slot: Slot;
  chosen: Option[];
  /** Said where nothing is chosen and the app says nothing. */
  hint: string;
  isOpen: boolean;
  anchor: RefObject<HTMLButtonElement>;
  listId: string;
  onRemove(option: Option): void;
  onOpen(): void;
  onClose(): void;
  /** The list that opens under the field. */
  children: ComponentChildren;
}

/** What is chosen stands as chips in the field; the list to choose from opens under it. */
export function ChosenField(props: ChosenFieldProps) {
  const { slot, chosen, hint, isOpen, anchor, listId, onRemove, onOpen, onClose, children } = props;
  const { words } = useDesk();
  return html`<div class=${`multi field ${isOpen ? 'open' : ''}`}>
    ${chosen.map(
      (option) => html`<span class="chip" key=${option.value}>${emojify(plain(option.text))}<button
        type="button"
        aria-label=${words.remove(plain(option.text))}
        onClick=${() => onRemove(option)}
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
      onClick=${isOpen ? onClose : onOpen}
    >
      <span class="multi-hint">${chosen.length === 0 ? plain(slot.element.placeholder) || hint : html`<span class="unseen">${words.chosen(chosen.length)}</span>`}</span>
      <${Icon} name="down" />
    </button>
    <${Popover} anchor=${anchor} isOpen=${isOpen} onClose=${onClose} id=${listId}>${children}<//>
  </div>`;
}

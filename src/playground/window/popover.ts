/// <reference lib="dom" />
import { html } from 'htm/preact';
import type { ComponentChildren, RefObject } from 'preact';
import { useEffect, useId, useRef, useState } from 'preact/hooks';

interface PopoverProps {
  anchor: RefObject<HTMLElement>;
  isOpen: boolean;
  onClose(): void;
  role?: string;
  label?: string;
  id?: string;
  children: ComponentChildren;
}

/** A box beside its anchor in the top layer: above dialogs, closed by Escape or a click elsewhere. */
export function Popover({ anchor, isOpen, onClose, role, label, id, children }: PopoverProps) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const element = box.current;
    if (!isOpen || !element) return;
    const place = (): void => placeBeside(element, anchor.current);
    element.showPopover();
    place();
    addEventListener('scroll', place, true);
    addEventListener('resize', place);
    return () => {
      removeEventListener('scroll', place, true);
      removeEventListener('resize', place);
      if (element.matches(':popover-open')) element.hidePopover();
    };
  }, [isOpen, anchor]);
  const onToggle = (event: ToggleEvent): void => {
    if (event.newState === 'closed' && isOpen) onClose();
  };
  return html`<div ref=${box} id=${id} class="popover" popover="auto" role=${role} aria-label=${label} onToggle=${onToggle}>
    ${isOpen && children}
  </div>`;
}

function placeBeside(element: HTMLElement, anchor: HTMLElement | null): void {
  if (!anchor) return;
  const edge = 8;
  const from = anchor.getBoundingClientRect();
  element.style.minWidth = `${Math.min(from.width, innerWidth - 2 * edge)}px`;
  element.style.maxHeight = 'none';
  const size = element.getBoundingClientRect();
  const below = innerHeight - from.bottom - edge - 4;
  const above = from.top - edge - 4;
  const isBelow = size.height <= below || below >= above;
  const height = Math.min(size.height, isBelow ? below : above);
  element.style.maxHeight = `${Math.max(height, 120)}px`;
  element.style.top = `${isBelow ? from.bottom + 4 : from.top - height - 4}px`;
  element.style.left = `${Math.max(edge, Math.min(from.left, innerWidth - size.width - edge))}px`;
}

export interface MenuItem {
  key: string;
  label: string;
  hint?: string;
  onChoose(): void;
}

interface MenuProps {
  label: string;
  face: ComponentChildren;
  items: MenuItem[];
  empty?: string;
  className?: string;
  isBusy?: boolean;
}

/** A button with a menu: arrow keys move, Enter chooses, Escape closes. */
export function Menu({ label, face, items, empty, className, isBusy }: MenuProps) {
  const [isOpen, setOpen] = useState(false);
  const anchor = useRef<HTMLButtonElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const id = useId();
  useEffect(() => {
    if (isOpen) list.current?.querySelector<HTMLElement>('[role=menuitem]')?.focus();
  }, [isOpen]);
  const close = (): void => setOpen(false);
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const all = [...(list.current?.querySelectorAll<HTMLElement>('[role=menuitem]') ?? [])];
    const at = all.indexOf(document.activeElement as HTMLElement);
    all[(at + step + all.length) % all.length]?.focus();
  };
  const choose = (item: MenuItem): void => {
    setOpen(false);
    anchor.current?.focus();
    item.onChoose();
  };
  return html`<button
      ref=${anchor}
      type="button"
      class=${className ?? 'icon-button'}
      aria-label=${label}
      title=${label}
      aria-haspopup="menu"
      aria-expanded=${isOpen}
      aria-controls=${id}
      aria-busy=${isBusy}
      disabled=${isBusy}
      onClick=${() => setOpen(!isOpen)}
    >${face}</button>
    <${Popover} anchor=${anchor} isOpen=${isOpen} onClose=${close} role="menu" label=${label} id=${id}>
      <div class="menu" ref=${list} onKeyDown=${onKeyDown}>
        ${items.length === 0 && html`<p class="menu-empty">${empty}</p>`}
        ${items.map(
          (
            item,
          ) => html`<button key=${item.key} type="button" role="menuitem" tabindex="-1" onClick=${() => choose(item)}>
            <span>${item.label}</span>${item.hint && html`<small>${item.hint}</small>`}
          </button>`,
        )}
      </div>
    <//>`;
}

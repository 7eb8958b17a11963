/// <reference lib="dom" />
import { html } from 'htm/preact';
import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';

interface TabsProps {
  label: string;
  tabs: { key: string; label: string }[];
  current: string;
  onChoose(key: string): void;
  children: ComponentChildren;
}

/** Two or more sheets of which one lies on top; arrow keys turn them over. */
export function Tabs({ label, tabs, current, onChoose, children }: TabsProps) {
  const id = useId();
  function onKeyDown(event: KeyboardEvent): void {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    const at = tabs.findIndex(({ key }) => key === current);
    const next = tabs[(at + step + tabs.length) % tabs.length];
    if (!next) return;
    event.preventDefault();
    onChoose(next.key);
    document.getElementById(`${id}${next.key}`)?.focus();
  }
  return html`<div class="tabs" role="tablist" aria-label=${label} onKeyDown=${onKeyDown}>
      ${tabs.map(
        (tab) => html`<button
          key=${tab.key}
          id=${`${id}${tab.key}`}
          type="button"
          role="tab"
          aria-selected=${tab.key === current}
          aria-controls=${`${id}sheet`}
          tabindex=${tab.key === current ? 0 : -1}
          onClick=${() => onChoose(tab.key)}
        >${tab.label}</button>`,
      )}
    </div>
    <div id=${`${id}sheet`} class="tab-sheet" role="tabpanel" aria-labelledby=${`${id}${current}`} tabindex="0">${children}</div>`;
}

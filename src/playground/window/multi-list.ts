/// <reference lib="dom" />
import { html } from 'htm/preact';
import { useEffect, useId, useRef, useState } from 'preact/hooks';
import { type Option, type OptionGroup, plain } from './block-kit.ts';
import { useDesk } from './desk.ts';
import { emojify } from './emoji.ts';

interface MultiListProps {
  groups: OptionGroup[];
  ids: string[];
  most: number | undefined;
  label: string;
  /** Where the options come from elsewhere: what is typed goes there, and what it says of it comes back. */
  search?: { onQuery(query: string): void; status: string };
  onToggle(option: Option): void;
  onClose(): void;
}

/** Typing narrows, arrows move, Enter takes or gives back; the focus stays in the filter. */
export function MultiList({ groups, ids, most, label, search, onToggle, onClose }: MultiListProps) {
  const { words } = useDesk();
  const [query, setQuery] = useState('');
  const [at, setAt] = useState(0);
  const list = useRef<HTMLDivElement>(null);
  const id = useId();
  const wanted = search ? '' : query.trim().toLowerCase();
  const shown = groups
    .map((group) => ({ ...group, options: group.options.filter((option) => matches(option, wanted)) }))
    .filter((group) => group.options.length > 0);
  const flat = shown.flatMap((group) => group.options);
  const current = Math.min(at, flat.length - 1);

  useEffect(() => {
    list.current?.querySelector('[data-current]')?.scrollIntoView({ block: 'nearest' });
  }, [current]);

  function onKeyDown(event: KeyboardEvent): void {
    const option = flat[current];
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) setAt((current + step + flat.length) % Math.max(flat.length, 1));
    else if (event.key === 'Enter' && option && !event.isComposing) onToggle(option);
    else if (event.key === 'Tab') onClose();
    else return;
    event.preventDefault();
  }

  function type(event: Event): void {
    const text = (event.currentTarget as HTMLInputElement).value;
    setQuery(text);
    setAt(0);
    // Half a syllable on its way to a character finds nobody.
    if (!(event as InputEvent).isComposing) search?.onQuery(text);
  }

  return html`<div class="multi-list" onKeyDown=${onKeyDown}>
    <input
      autofocus
      class="field"
      type="text"
      role="combobox"
      placeholder=${search ? words.searchApp : words.search}
      aria-label=${`${label} ${search ? words.searchApp : words.search}`}
      aria-expanded="true"
      aria-controls=${id}
      aria-activedescendant=${flat.length > 0 ? `${id}-${current}` : undefined}
      value=${query}
      onInput=${type}
      onCompositionEnd=${type}
    />
    ${search && html`<p class="hint" role="status">${search.status}</p>`}
    ${most && ids.length >= most && html`<p class="hint">${words.atMost(most)}</p>`}
    <div id=${id} ref=${list} role="listbox" aria-multiselectable="true" aria-label=${label}>
      ${flat.length === 0 && !search && html`<p class="menu-empty">${words.nothingFound}</p>`}
      ${shown.map(
        (group, index) => html`<div role="group" key=${index} aria-label=${plain(group.label) || undefined}>
          ${plain(group.label) && html`<div class="group-name" aria-hidden="true">${plain(group.label)}</div>`}
          ${group.options.map((option) => {
            const place = flat.indexOf(option);
            const isChosen = ids.includes(option.value);
            return html`<div
              key=${option.value}
              id=${`${id}-${place}`}
              role="option"
              aria-selected=${isChosen}
              aria-disabled=${!isChosen && most !== undefined && ids.length >= most}
              data-current=${place === current ? '' : undefined}
              onClick=${() => {
                setAt(place);
                onToggle(option);
              }}
            ><span class="tick"></span><span>${emojify(plain(option.text))}${option.description && html`<small>${plain(option.description)}</small>`}</span></div>`;
          })}
        </div>`,
      )}
    </div>
  </div>`;
}

function matches(option: Option, wanted: string): boolean {
  return `${plain(option.text)} ${plain(option.description)}`.toLowerCase().includes(wanted);
}

/// <reference lib="dom" />
import { html } from 'htm/preact';
import { useId } from 'preact/hooks';
import { plain } from './block-kit.ts';
import { useDesk } from './desk.ts';
import { idsOf } from './form-state.ts';
import { naming, type Slot, useField } from './slot.ts';

/** A list that only the app knows: what would be chosen is typed. */
export function ExternalView(slot: Slot) {
  const { words } = useDesk();
  const field = useField(slot);
  const id = useId();
  const isMany = slot.element.type === 'multi_external_select';
  const hint = isMany ? words.externalManyHint : words.externalHint;

  function onChange(event: Event): void {
    const typed = (event.currentTarget as HTMLInputElement).value;
    const ids = typed
      .split(/[,\uff0c\u3001]/u)
      .map((each) => each.trim())
      .filter(Boolean);
    field.change(isMany ? ids : typed.trim() || null);
  }

  const named = naming(slot);
  return html`<span class="select">
    <input
      class="field"
      type="text"
      ...${named}
      aria-describedby=${[named['aria-describedby'], id].filter(Boolean).join(' ')}
      placeholder=${plain(slot.element.placeholder)}
      autocomplete="off"
      value=${idsOf(field.value).join(', ')}
      onChange=${onChange}
    />
    <small class="hint" id=${id}>${hint}</small>
  </span>`;
}

/** Files have nowhere to go here. */
export function FileInputView() {
  const { words } = useDesk();
  return html`<button type="button" class="button" disabled>${words.noFiles}</button>`;
}

import { html } from 'htm/preact';
import { useId } from 'preact/hooks';
import type { Option } from './block-kit.ts';
import { idsOf } from './form-state.ts';
import { naming, type Slot, useField } from './slot.ts';
import { TextView } from './text.ts';

/** Radio buttons and checkboxes. */
export function ChoiceView(slot: Slot) {
  const { element } = slot;
  const field = useField(slot);
  const name = useId();
  const isRadio = element.type === 'radio_buttons';
  const ids = idsOf(field.value);

  function toggle(option: Option): void {
    if (isRadio) field.change(option.value);
    else if (ids.includes(option.value)) field.change(ids.filter((id) => id !== option.value));
    else field.change([...ids, option.value]);
  }

  return html`<div class="choices" role=${isRadio ? 'radiogroup' : 'group'} ...${naming(slot, true)}>
    ${(element.options ?? []).map(
      (option) => html`<label key=${option.value} class="choice">
        <input
          type=${isRadio ? 'radio' : 'checkbox'}
          name=${name}
          value=${option.value}
          checked=${ids.includes(option.value)}
          onChange=${() => toggle(option)}
        />
        <span><${TextView} text=${option.text} />${option.description && html`<small><${TextView} text=${option.description} /></small>`}</span>
      </label>`,
    )}
  </div>`;
}

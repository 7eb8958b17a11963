/// <reference lib="dom" />
import { html } from 'htm/preact';
import { plain } from './block-kit.ts';
import { textOf } from './form-state.ts';
import { naming, type Slot, useField } from './slot.ts';

const MODES: Record<string, string> = { email_text_input: 'email', url_text_input: 'url' };

/**
 * Every field that is typed into. A dispatching one tells the app at Enter, or at every character if its
 * dispatch_action_config says so.
 */
export function TextInputView(slot: Slot) {
  const { element } = slot;
  const field = useField(slot);
  const when = element.dispatch_action_config?.trigger_actions_on ?? ['on_enter_pressed'];
  const isMultiline = element.multiline === true || element.type === 'rich_text_input';

  function onInput(event: InputEvent): void {
    const text = (event.currentTarget as HTMLInputElement).value;
    field.keep(text === '' ? null : text);
    if (when.includes('on_character_entered')) field.tell(text);
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (event.key !== 'Enter' || event.isComposing || !slot.dispatches || isMultiline) return;
    if (!when.includes('on_enter_pressed')) return;
    event.preventDefault();
    field.tell(field.value);
  }

  const common = {
    ...naming(slot),
    value: textOf(field.value),
    placeholder: plain(element.placeholder),
    autocomplete: 'off',
    onInput,
    onKeyDown,
  };
  if (isMultiline) return html`<textarea class="field" rows="4" ...${common}></textarea>`;
  const numeric = element.type === 'number_input' ? (element.is_decimal_allowed ? 'decimal' : 'numeric') : '';
  return html`<input class=${`field ${numeric && 'short'}`} type="text" inputmode=${numeric || MODES[element.type] || 'text'} ...${common} />`;
}

import { html } from 'htm/preact';
import { useDesk } from './desk.ts';
import { Icon } from './icons.ts';

/** Messages with their blocks, or as a screen reader gets them. */
export function PlainSwitch() {
  const { words, isPlain, setPlain } = useDesk();
  return html`<button
    type="button"
    class="icon-button plain-switch"
    aria-pressed=${isPlain}
    aria-label=${words.plainView}
    title=${`${words.plainView} · ${words.plainViewHint}`}
    onClick=${() => setPlain(!isPlain)}
  ><${Icon} name="speaker" /></button>`;
}

import { html } from 'htm/preact';
import { addressAs, FIRST_PERSON } from './whereabouts.ts';
import type { Words } from './words.ts';
import type { Starting as Start } from './world.ts';

interface StartingProps {
  words: Words;
  as: string;
  isRefused: boolean;
  /** What the program does first, when it has just been started. */
  step: Start['step'] | undefined;
}

/** Before the first world arrives, or when it never will for this person. */
export function Starting({ words, as, isRefused, step }: StartingProps) {
  if (isRefused)
    return html`<div class="starting" role="alert">
    <p>${words.notHere(as)}</p>
    ${as !== FIRST_PERSON && html`<a class="button" href=${addressAs(FIRST_PERSON)}>${words.switchPerson}</a>`}
  </div>`;
  if (!step) return html`<p class="starting" role="status">${words.connecting}</p>`;
  return html`<div class="starting" role="status">
    <p>${words.starting[step]}</p>
    <progress aria-label=${words.starting[step]}></progress>
  </div>`;
}

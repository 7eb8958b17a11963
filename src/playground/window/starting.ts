import { html } from 'htm/preact';
import { addressAs, FIRST_PERSON } from './whereabouts.ts';
import type { Words } from './words.ts';

interface StartingProps {
  words: Words;
  as: string;
  isRefused: boolean;
}

/** Before the first world arrives, or when it never will for this person. */
export function Starting({ words, as, isRefused }: StartingProps) {
  if (!isRefused) return html`<p class="starting" role="status">${words.connecting}</p>`;
  return html`<div class="starting" role="alert">
    <p>${words.notHere(as)}</p>
    ${as !== FIRST_PERSON && html`<a class="button" href=${addressAs(FIRST_PERSON)}>${words.switchPerson}</a>`}
  </div>`;
}

/// <reference lib="dom" />
import { html } from 'htm/preact';
import { ClockControl } from './clock-control.ts';
import { useDesk } from './desk.ts';
import { Icon } from './icons.ts';
import { LanguageSwitch } from './language-switch.ts';
import { PersonSwitch } from './person-switch.ts';

interface StripProps {
  isMenuOpen: boolean;
  isDirecting: boolean;
  onMenu(): void;
  onDirect(): void;
}

/** The strip above the workspace: what no Slack has. Who you are, what day it is, and what goes on behind it. */
export function Strip({ isMenuOpen, isDirecting, onMenu, onDirect }: StripProps) {
  const { words } = useDesk();
  return html`<header class="strip">
    <button type="button" class="skip" onClick=${skip}>${words.skip}</button>
    <button type="button" class="strip-menu icon-button" aria-label=${words.menu} aria-expanded=${isMenuOpen} onClick=${onMenu}>
      <${Icon} name="menu" />
    </button>
    <span class="strip-name" title=${words.saved}>${words.playground}</span>
    <${ClockControl} />
    <button
      type="button"
      id="director-button"
      class="strip-button"
      aria-expanded=${isDirecting}
      aria-controls="director"
      title=${isDirecting ? words.director.close : words.director.open}
      onClick=${onDirect}
    ><${Icon} name="sliders" /><span>${words.director.title}</span></button>
    <${LanguageSwitch} />
    <${PersonSwitch} />
  </header>`;
}

/** The address holds the place, so a link to an anchor would lead elsewhere. */
function skip(): void {
  document.querySelector<HTMLElement>('main .messages, main .home-body')?.focus();
}

/// <reference lib="dom" />
import { html } from 'htm/preact';
import { ClockControl } from './clock-control.ts';
import { useDesk } from './desk.ts';
import { Icon } from './icons.ts';
import { PersonSwitch } from './person-switch.ts';

/** The strip above the workspace: what no Slack has. Who you are and what day it is. */
export function Strip({ onMenu, isMenuOpen }: { onMenu: () => void; isMenuOpen: boolean }) {
  const { words } = useDesk();
  return html`<header class="strip">
    <button type="button" class="strip-menu icon-button" aria-label=${words.menu} aria-expanded=${isMenuOpen} onClick=${onMenu}>
      <${Icon} name="menu" />
    </button>
    <span class="strip-name" title=${words.saved}>${words.playground}</span>
    <${ClockControl} />
    <${PersonSwitch} />
  </header>`;
}

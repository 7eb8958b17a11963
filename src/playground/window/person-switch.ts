/// <reference lib="dom" />
import { html } from 'htm/preact';
import { useRef, useState } from 'preact/hooks';
import { Avatar } from './avatar.ts';
import { useDesk } from './desk.ts';
import { Icon } from './icons.ts';
import { PersonList } from './person-list.ts';
import { Popover } from './popover.ts';

/** Who sits at this window, and the way to become somebody else. */
export function PersonSwitch() {
  const { world, words } = useDesk();
  const [isOpen, setOpen] = useState(false);
  const anchor = useRef<HTMLButtonElement>(null);
  return html`<div class="person">
    <button
      ref=${anchor}
      type="button"
      class="person-button"
      aria-haspopup="dialog"
      aria-expanded=${isOpen}
      onClick=${() => setOpen(!isOpen)}
    >
      <${Avatar} user=${world.me} name=${world.me.name} size="small" />
      <span class="unseen">${words.switchPerson} </span>
      <span class="person-name">${world.me.name}${world.me.title && html`<small>${world.me.title}</small>`}</span>
      <${Icon} name="down" />
    </button>
    <${Popover} anchor=${anchor} isOpen=${isOpen} onClose=${() => setOpen(false)} role="dialog" label=${words.whoAreYou}>
      <${PersonList} />
    <//>
  </div>`;
}

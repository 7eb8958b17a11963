/// <reference lib="dom" />
import { html } from 'htm/preact';
import { useRef, useState } from 'preact/hooks';
import { Avatar } from './avatar.ts';
import { useDesk } from './desk.ts';
import { Icon } from './icons.ts';
import { Popover } from './popover.ts';
import { addressAs } from './whereabouts.ts';

/** The cast: become somebody else here, or open them beside you in a new tab. */
export function PersonSwitch() {
  const { world, words } = useDesk();
  const [isOpen, setOpen] = useState(false);
  const anchor = useRef<HTMLButtonElement>(null);
  const cast = world.users.filter((user) => !user.isBot && !user.deleted);
  return html`<div class="person">
    <button
      ref=${anchor}
      type="button"
      class="person-button"
      aria-label=${`${words.switchPerson} (${world.me.name})`}
      aria-haspopup="dialog"
      aria-expanded=${isOpen}
      onClick=${() => setOpen(!isOpen)}
    >
      <${Avatar} user=${world.me} name=${world.me.name} size="small" />
      <span class="person-name">${world.me.name}${world.me.title && html`<small>${world.me.title}</small>`}</span>
      <${Icon} name="down" />
    </button>
    <${Popover} anchor=${anchor} isOpen=${isOpen} onClose=${() => setOpen(false)} role="dialog" label=${words.whoAreYou}>
      <div class="cast">
        <h2>${words.whoAreYou}</h2>
        <p>${words.whoHint}</p>
        <ul>
          ${cast.map(
            (user) => html`<li key=${user.id} class=${user.id === world.me.id ? 'current' : ''}>
              <a href=${addressAs(user.id)} aria-current=${user.id === world.me.id ? 'true' : undefined} lang=${user.locale}>
                <${Avatar} user=${user} name=${user.name} />
                <span class="person-name">${user.name}<small>${user.title}</small></span>
              </a>
              <a class="icon-button" href=${addressAs(user.id)} target="_blank" rel="noopener" aria-label=${words.openInNewTab(user.name)} title=${words.openInNewTab(user.name)}>
                <${Icon} name="newTab" />
              </a>
            </li>`,
          )}
        </ul>
      </div>
    <//>
  </div>`;
}

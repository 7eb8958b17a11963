/// <reference lib="dom" />
import { html } from 'htm/preact';
import { useState } from 'preact/hooks';
import { Avatar } from './avatar.ts';
import { Count } from './count.ts';
import { useDesk } from './desk.ts';
import { Icon } from './icons.ts';
import { addressAs } from './whereabouts.ts';
import type { User } from './world.ts';

/** Of those found, so many are shown; a longer name narrows further. */
const MOST_FOUND = 20;

/** The cast with their parts; everybody else by name. Each here, or beside you in a new tab. */
export function PersonList() {
  const { world, words } = useDesk();
  const [query, setQuery] = useState('');
  const people = world.users.filter((user) => !user.isBot && !user.deleted);
  const cast = people.filter((user) => user.title);
  const others = people.filter((user) => !user.title);
  const wanted = query.trim().toLowerCase();
  const found = wanted
    ? people
        .filter((user) => `${user.name} ${user.title ?? ''}`.toLowerCase().includes(wanted))
        .slice(0, MOST_FOUND)
    : cast;
  return html`<div class="cast">
    <h2>${words.whoAreYou}</h2>
    <p>${words.whoHint}</p>
    ${
      others.length > 0 &&
      html`<input
        class="field"
        type="search"
        aria-label=${words.findPerson}
        placeholder=${words.everybodyElse(others.length)}
        value=${query}
        onInput=${(event: InputEvent) => setQuery((event.currentTarget as HTMLInputElement).value)}
      />`
    }
    <p class="unseen" role="status">${wanted && found.length === 0 && words.nothingFound}</p>
    ${found.length === 0 && html`<p aria-hidden="true">${words.nothingFound}</p>`}
    <ul>${found.map((user) => html`<${PersonEntry} key=${user.id} user=${user} />`)}</ul>
  </div>`;
}

function PersonEntry({ user }: { user: User }) {
  const { world, words } = useDesk();
  const isMe = user.id === world.me.id;
  return html`<li class=${isMe ? 'current' : ''}>
    <a href=${addressAs(user.id)} aria-current=${isMe ? 'true' : undefined} lang=${user.locale}>
      <${Avatar} user=${user} name=${user.name} />
      <span class="person-name">${user.name}<small>${user.title}</small></span>
      <${Count} count=${user.badge} />
    </a>
    <a class="icon-button" href=${addressAs(user.id)} target="_blank" rel="noopener" aria-label=${words.openInNewTab(user.name)} title=${words.openInNewTab(user.name)}>
      <${Icon} name="newTab" />
    </a>
  </li>`;
}

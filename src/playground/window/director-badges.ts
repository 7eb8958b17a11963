import { html } from 'htm/preact';
import { Avatar } from './avatar.ts';
import { Count } from './count.ts';
import { useDesk } from './desk.ts';
import { addressAs } from './whereabouts.ts';

const MOST = 12;

/** Who has something unread, the cast first: the next one to become. */
export function DirectorBadges() {
  const { words, world } = useDesk();
  const said = words.director;
  const waiting = world.users
    .filter((user) => user.badge > 0 && !user.isBot && !user.deleted)
    .sort((a, b) => Number(Boolean(b.title)) - Number(Boolean(a.title)) || b.badge - a.badge)
    .slice(0, MOST);
  return html`<section class="director-part" aria-label=${said.badges}>
    <h2>${said.badges}</h2>
    ${waiting.length === 0 && html`<p class="hint">${said.noBadges}</p>`}
    <ul class="badges">
      ${waiting.map(
        (user) => html`<li key=${user.id}>
          <a href=${addressAs(user.id)}>
            <${Avatar} user=${user} name=${user.name} size="tiny" />
            <span class="entry-name">${user.name}</span><${Count} count=${user.badge} />
          </a>
        </li>`,
      )}
    </ul>
  </section>`;
}

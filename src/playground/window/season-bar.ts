import { html } from 'htm/preact';
import { useDesk } from './desk.ts';

/** While the sample season plays itself: how far it is, in one line under the strip. */
export function SeasonBar() {
  const { world, words } = useDesk();
  const { state, done, total } = world.season;
  if (state !== 'playing') return null;
  const said = words.seasonPlaying(done, total);
  return html`<div class="season-bar">
    <span>${said}</span>
    <progress aria-label=${said} value=${done} max=${Math.max(total, 1)}></progress>
  </div>`;
}

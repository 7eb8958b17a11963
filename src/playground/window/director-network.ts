/// <reference lib="dom" />
import { html } from 'htm/preact';
import { useId } from 'preact/hooks';
import { useDesk } from './desk.ts';
import { DirectorDelivery } from './director-delivery.ts';
import type { Director } from './world.ts';

/** How the app is reached, Slack's pace, and a connection that breaks. */
export function DirectorNetwork({ line }: { line: Director['line'] | undefined }) {
  const desk = useDesk();
  const { words, world } = desk;
  const said = words.director;
  const id = useId();

  async function pace(on: boolean): Promise<void> {
    const done = await desk.ask({ type: 'pacing', on });
    if (!done.ok) desk.complain(done);
  }

  return html`<section class="director-part" aria-label=${said.network}>
    <h2>${said.network}</h2>
    ${line && html`<${DirectorDelivery} line=${line} />`}
    <label class="choice">
      <input
        type="checkbox"
        role="switch"
        checked=${world.pacing}
        aria-describedby=${`${id}p`}
        onChange=${(event: Event) => pace((event.currentTarget as HTMLInputElement).checked)}
      />
      <span>${said.pacing}<small id=${`${id}p`}>${said.pacingHint}</small></span>
    </label>
    <div class="actions">
      <button type="button" class="button" aria-describedby=${`${id}d`} onClick=${desk.drop}>${said.drop}</button>
    </div>
    <p class="hint" id=${`${id}d`}>${said.dropHint}</p>
  </section>`;
}

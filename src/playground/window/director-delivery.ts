import { html } from 'htm/preact';
import { useId, useState } from 'preact/hooks';
import { useDesk } from './desk.ts';
import type { DeliveryMode, Director, Request } from './world.ts';

const MODES: DeliveryMode[] = ['http', 'socket'];

/** HTTP or Socket Mode; and what can happen to the sockets, once there are any. */
export function DirectorDelivery({ line }: { line: Director['line'] }) {
  const desk = useDesk();
  const said = desk.words.director;
  const id = useId();
  const [wanted, setWanted] = useState<DeliveryMode>();
  const isPlaying = desk.world.season.state === 'playing';

  async function ask(request: Request): Promise<void> {
    const done = await desk.ask(request);
    if (!done.ok) desk.complain(done);
  }

  async function change(mode: DeliveryMode): Promise<void> {
    setWanted(mode);
    await ask({ type: 'delivery', mode });
    setWanted(undefined);
  }

  return html`<fieldset class="choices" aria-describedby=${`${id}h`} aria-busy=${wanted !== undefined} disabled=${isPlaying}>
      <legend>${said.delivery}</legend>
      ${MODES.map((mode) => {
        const [name, hint] = said.deliveries[mode];
        return html`<label class="choice" key=${mode}>
          <input
            type="radio"
            name=${id}
            checked=${(wanted ?? line.mode) === mode}
            aria-labelledby=${`${id}${mode}n`}
            aria-describedby=${`${id}${mode}`}
            onChange=${() => change(mode)}
          />
          <span><span id=${`${id}${mode}n`}>${name}</span><small id=${`${id}${mode}`}>${hint}</small></span>
        </label>`;
      })}
    </fieldset>
    <p class="hint" id=${`${id}h`}>${isPlaying ? said.deliveryWaits : said.deliveryHint}</p>
    <p role="status">${wanted ? said.switching : line.mode === 'socket' ? said.connections(line.connections) : said.noConnections}</p>
    ${
      line.mode === 'socket' &&
      html`<div class="actions"><button type="button" class="button" aria-describedby=${`${id}d`} onClick=${() => ask({ type: 'dropSocket' })}>${said.dropSocket}</button></div>
        <p class="hint" id=${`${id}d`}>${said.dropSocketHint}</p>
        <div class="actions"><button type="button" class="button" aria-describedby=${`${id}r`} onClick=${() => ask({ type: 'refreshSockets' })}>${said.refreshSockets}</button></div>
        <p class="hint" id=${`${id}r`}>${said.refreshSocketsHint}</p>`
    }`;
}

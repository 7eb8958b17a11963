/// <reference lib="dom" />
import { html } from 'htm/preact';
import { useId, useState } from 'preact/hooks';
import { useDesk } from './desk.ts';
import type { Director, Fault, FaultKind } from './world.ts';

const METHODS = [
  '*',
  'chat.postMessage',
  'chat.postEphemeral',
  'chat.update',
  'views.open',
  'views.push',
  'views.update',
  'views.publish',
  'users.info',
  'conversations.info',
  'apps.connections.open',
];
const KINDS: FaultKind[] = ['429', '500', 'delay', 'drop_after_accept', 'drop_before'];
const MOST_TIMES = 99;

/** What a busy Slack and a bad network do to the app's next calls. */
export function DirectorFaults({ armed }: { armed: Director['faults'] }) {
  const desk = useDesk();
  const said = desk.words.director;
  const id = useId();
  const [kind, setKind] = useState<FaultKind>('429');

  async function ask(request: Parameters<typeof desk.ask>[0]): Promise<void> {
    const done = await desk.ask(request);
    if (!done.ok) desk.complain(done);
  }

  function arm(event: SubmitEvent): void {
    event.preventDefault();
    void ask({ type: 'fault', fault: faultIn(new FormData(event.currentTarget as HTMLFormElement)) });
  }

  return html`<section class="director-part" aria-label=${said.faults}>
    <h2>${said.faults}</h2>
    <p class="hint">${said.faultsHint}</p>
    <form class="fault-form" onSubmit=${arm}>
      <label for=${`${id}k`}>${said.kind}</label>
      <select id=${`${id}k`} class="field" name="kind" value=${kind} onChange=${(event: Event) => setKind((event.currentTarget as HTMLSelectElement).value as FaultKind)}>
        ${KINDS.map((each) => html`<option key=${each} value=${each}>${said.kinds[each]}</option>`)}
      </select>
      <label for=${`${id}m`}>${said.method}</label>
      <select id=${`${id}m`} class="field" name="method">
        ${METHODS.map((each) => html`<option key=${each} value=${each}>${each === '*' ? said.anyMethod : each}</option>`)}
      </select>
      ${numberField(`${id}t`, 'times', said.times, 1, MOST_TIMES)}
      ${kind === '429' && numberField(`${id}r`, 'retryAfter', said.retryAfter, 2, 600)}
      ${kind === 'delay' && numberField(`${id}d`, 'ms', said.delayMs, 4000, 60_000)}
      <button type="submit" class="button">${said.arm}</button>
    </form>
    <div role="status"><ul class="armed">
      ${armed.length === 0 && html`<li class="hint">${said.noFaults}</li>`}
      ${armed.map(
        (fault, index) =>
          html`<li key=${index}><code>${fault.method === '*' ? said.anyMethod : fault.method}</code><span>${said.kinds[fault.kind]}</span><small>${said.left(fault.left)}</small></li>`,
      )}
    </ul></div>
    ${armed.length > 0 && html`<div class="actions"><button type="button" class="button" onClick=${() => ask({ type: 'clearFaults' })}>${said.clear}</button></div>`}
  </section>`;
}

function numberField(id: string, name: string, label: string, first: number, most: number): unknown {
  return html`<label for=${id}>${label}</label>
    <input key=${name} id=${id} class="field" type="number" name=${name} min="1" max=${most} required defaultValue=${first} />`;
}

function faultIn(form: FormData): Fault {
  const number = (name: string): number => Number(form.get(name));
  return {
    method: String(form.get('method')),
    kind: String(form.get('kind')) as FaultKind,
    times: number('times'),
    ...(form.has('retryAfter') && { retryAfter: number('retryAfter') }),
    ...(form.has('ms') && { ms: number('ms') }),
  };
}

import { html } from 'htm/preact';
import { useState } from 'preact/hooks';
import { useDesk } from './desk.ts';
import type { Request } from './world.ts';

/** The first need of the next year is posted then; the workspace has the exact moment. */
const TURN_DAY = '2014-01-08';

function isBeforeTurn(now: string): boolean {
  return now.slice(0, TURN_DAY.length) < TURN_DAY;
}

/** How far the sample season is, going on from it, and beginning again. */
export function DirectorSeason({ onTour }: { onTour: () => void }) {
  const desk = useDesk();
  const { words, world } = desk;
  const said = words.director;
  const { state, done, total } = world.season;
  const [isBusy, setBusy] = useState(false);

  const mayPlayOn = state === 'done' && isBeforeTurn(world.clock.now);

  async function playOn(): Promise<void> {
    const answer = await desk.ask({ type: 'playOn' });
    if (!answer.ok) desk.complain(answer);
  }

  async function restart(season: (Request & { type: 'restart' })['season'], question: string): Promise<void> {
    const text = (words: string) => ({ type: 'plain_text', text: words });
    const isSure = await desk.confirm({
      title: text(said.irreversible),
      text: text(question),
      confirm: text(said.goOn),
      style: 'danger',
    });
    if (!isSure) return;
    setBusy(true);
    const answer = await desk.ask({ type: 'restart', season });
    setBusy(false);
    if (!answer.ok) desk.complain(answer);
  }

  return html`<section class="director-part" aria-label=${said.season} aria-busy=${isBusy}>
    <h2>${said.season}</h2>
    <p class="hint" role="status">${said.seasonStates[state]}${state === 'playing' && ` ${done} / ${total}`}</p>
    ${state === 'playing' && html`<progress aria-label=${said.season} value=${done} max=${Math.max(total, 1)}></progress>`}
    ${mayPlayOn && html`<p class="hint">${said.playOnHint}</p>`}
    <div class="actions">
      ${mayPlayOn && html`<button type="button" class="button" onClick=${playOn}>${said.playOn}</button>`}
      <button type="button" class="button danger" disabled=${isBusy} onClick=${() => restart('sample', said.startAgainAsk)}>${said.startAgain}</button>
      <button type="button" class="button danger" disabled=${isBusy} onClick=${() => restart('played', said.playAsk)}>${said.play}</button>
      <button type="button" class="button danger" disabled=${isBusy} onClick=${() => restart('empty', said.emptyAsk)}>${said.empty}</button>
      <button type="button" class="button" onClick=${onTour}>${said.tourAgain}</button>
    </div>
  </section>`;
}

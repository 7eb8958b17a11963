/// <reference lib="dom" />
import { html } from 'htm/preact';
import { useEffect } from 'preact/hooks';
import { findUser, useDesk } from './desk.ts';
import { Icon } from './icons.ts';
import { addressAs } from './whereabouts.ts';

/** Who does each step of the story, where, and what they look for. What is said about it stands in the words. */
const STEPS: { as: string; at: string; shows?: string }[] = [
  { as: 'U0HOST', at: '#C0NEEDS' },
  { as: 'U0BINHAI', at: '#messages' },
  { as: 'U0ZJ0006', at: '#C0NEEDS', shows: '.button.primary[data-action-id="claim_slot"]' },
  { as: 'U0HOME', at: '#messages' },
  // A request that waits for somebody without an account: of a need alone nothing may wait.
  {
    as: 'U0BINHAI',
    at: '#messages',
    shows: '.blocks:has([data-action-id="refuse_consent"]) [data-action-id="make_link"]',
  },
  { as: 'U0HOST', at: '#messages' },
  { as: 'U0BUREAU', at: '#C0NEEDS' },
];

/** The step a tour was left at; undefined once it was closed for good. */
export function tourStep(kept: string): number | undefined {
  return kept === 'closed' ? undefined : Math.min(Number(kept) || 0, STEPS.length - 1);
}

interface TourProps {
  step: number;
  /** The channel that is on screen. */
  channel: string | undefined;
  /** Also called before the page turns to another person, so that the step is kept. */
  onStep(step: number): void;
  onClose(): void;
}

/** A card in the corner that leads through one need, changing places with everybody it concerns. */
export function Tour({ step, channel, onStep, onClose }: TourProps) {
  const desk = useDesk();
  const { words, world } = desk;
  const said = words.tour;
  const [title = '', text = ''] = said.steps[step] ?? [];
  const here = STEPS[step];
  const next = STEPS[step + 1];
  const isSeated = here?.as === world.me.id;
  const nameOf = (id: string | undefined): string | undefined => findUser(world, id)?.name;

  useEffect(() => {
    if (isSeated && here?.shows) showNewest(here.shows);
  }, [isSeated, here, channel]);

  function enter(to: number): void {
    onStep(to);
    const place = STEPS[to];
    if (!place || !nameOf(place.as)) return;
    if (place.as === world.me.id) location.hash = place.at;
    else location.assign(`${addressAs(place.as)}${place.at}`);
  }

  const isElsewhere = !isSeated && nameOf(here?.as) !== undefined;
  const nextName = next && next.as !== world.me.id ? nameOf(next.as) : undefined;
  return html`<section class="tour" aria-label=${said.label}>
    <header>
      <small>${said.step(step + 1, STEPS.length)}</small>
      <button type="button" class="icon-button" aria-label=${said.never} title=${said.never} onClick=${onClose}><${Icon} name="close" /></button>
    </header>
    <h2>${title}</h2>
    <p>${text}</p>
    <footer>
      ${step > 0 && html`<button type="button" class="link-button" onClick=${() => enter(step - 1)}>${said.back}</button>`}
      ${isElsewhere && html`<button type="button" class="button primary" onClick=${() => enter(step)}>${said.become(nameOf(here?.as) ?? '')}</button>`}
      ${!isElsewhere && next && html`<button type="button" class="button primary" onClick=${() => enter(step + 1)}>${nextName ? said.nextAs(nextName) : said.next}</button>`}
      ${!isElsewhere && !next && html`<button type="button" class="button primary" onClick=${onClose}>${said.finish}</button>`}
    </footer>
  </section>`;
}

/**
 * Brings the newest message that has such a thing into view, by its lower end: that is where its buttons are.
 * The list hears of it at once: news that came before the browser's own event would take it back to its end.
 */
function showNewest(selector: string): void {
  const found = [...document.querySelectorAll(`main .message ${selector}`)].at(-1);
  found?.closest('.message')?.scrollIntoView({ block: 'end' });
  found?.closest('.messages')?.dispatchEvent(new Event('scroll'));
}

import { html } from 'htm/preact';
import { useDesk } from './desk.ts';
import type { Command } from './world.ts';

interface CommandListProps {
  id: string;
  offers: Command[];
  current: number;
  onChoose(command: string): void;
}

/** What a slash could become, above the composer. */
export function CommandList({ id, offers, current, onChoose }: CommandListProps) {
  const { words } = useDesk();
  return html`<div id=${id} class="commands" role="listbox" aria-label=${words.commands} hidden=${offers.length === 0}>
    ${offers.map(
      (offer, index) => html`<div
        key=${offer.command}
        id=${`${id}-${index}`}
        role="option"
        aria-selected=${index === current}
        onMouseDown=${(event: Event) => {
          event.preventDefault();
          onChoose(offer.command);
        }}
      >
        <strong>${offer.command}</strong>${offer.usage_hint?.trim() && html`<code>${offer.usage_hint}</code>`}<small>${offer.description}</small>
      </div>`,
    )}
  </div>`;
}

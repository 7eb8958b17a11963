/// <reference lib="dom" />
import { html } from 'htm/preact';
import { useEffect, useRef } from 'preact/hooks';
import { useDesk } from './desk.ts';
import { DirectorBadges } from './director-badges.ts';
import { DirectorClock } from './director-clock.ts';
import { DirectorFaults } from './director-faults.ts';
import { DirectorLog } from './director-log.ts';
import { DirectorNetwork } from './director-network.ts';
import { DirectorSeason } from './director-season.ts';
import { Icon } from './icons.ts';
import { useKeptChoice } from './kept-choice.ts';
import { Tabs } from './tabs.ts';

interface DirectorProps {
  onClose(): void;
  onTour(): void;
}

/** Behind the scenes, what no Slack shows: the clock, faults, and everything that goes over the wire. */
export function DirectorPanel({ onClose, onTour }: DirectorProps) {
  const desk = useDesk();
  const { words, world } = desk;
  const said = words.director;
  const panel = useRef<HTMLElement>(null);
  const [tab, setTab] = useKeptChoice('tab', 'director-tab');
  const isUnwatched = world.director === null;
  // A new socket watches nothing yet, so this is asked again after each reconnection.
  useEffect(() => {
    if (isUnwatched) void desk.ask({ type: 'director', watch: true });
  }, [isUnwatched]);
  useEffect(() => () => void desk.ask({ type: 'director', watch: false }), []);
  useEffect(() => panel.current?.focus(), []);
  const current = tab === 'log' ? 'log' : 'controls';

  return html`<aside
    ref=${panel}
    id="director"
    class="pane director"
    tabindex="-1"
    aria-label=${said.title}
    onKeyDown=${(event: KeyboardEvent) => {
      if (event.key === 'Escape' && !document.querySelector(':popover-open')) onClose();
    }}
  >
    <header class="pane-head">
      <h1><${Icon} name="sliders" />${said.title}</h1>
      <button type="button" class="icon-button" aria-label=${said.close} title=${said.close} onClick=${onClose}><${Icon} name="close" /></button>
    </header>
    <${Tabs}
      label=${said.title}
      tabs=${[{ key: 'controls', label: said.controls }, { key: 'log', label: said.log }]}
      current=${current}
      onChoose=${setTab}
    >
      ${
        current === 'log'
          ? html`<${DirectorLog} entries=${world.director?.log ?? []} />`
          : html`<div class="director-controls">
              <${DirectorClock} />
              <${DirectorSeason} onTour=${onTour} />
              <${DirectorFaults} armed=${world.director?.faults ?? []} />
              <${DirectorNetwork} line=${world.director?.line} />
              <${DirectorBadges} />
            </div>`
      }
    <//>
  </aside>`;
}

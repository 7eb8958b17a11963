/// <reference lib="dom" />
import { html } from 'htm/preact';
import { useId, useState } from 'preact/hooks';
import { useDesk, userName } from './desk.ts';
import { Icon } from './icons.ts';
import { formatTime } from './time.ts';
import type { LogEntry } from './world.ts';

type Direction = LogEntry['direction'] | '';

/** Slack waits this long, in milliseconds, for an app to acknowledge. */
const PATIENCE = 3000;
const SLOW = 1000;

/** Every signed payload and every Web API call, the newest first; one that is opened shows what was in it. */
export function DirectorLog({ entries }: { entries: LogEntry[] }) {
  const { words } = useDesk();
  const said = words.director;
  const id = useId();
  const [direction, setDirection] = useState<Direction>('');
  const [open, setOpen] = useState<ReadonlySet<number>>(new Set());
  const shown = entries
    .filter((entry) => direction === '' || entry.direction === direction)
    .sort((a, b) => b.n - a.n);

  function toggle(n: number): void {
    setOpen((before) =>
      before.has(n) ? new Set([...before].filter((each) => each !== n)) : new Set([...before, n]),
    );
  }

  return html`<div class="log-head">
      <label for=${id}>${said.show}</label>
      <select id=${id} class="field" value=${direction} onChange=${(event: Event) => setDirection((event.currentTarget as HTMLSelectElement).value as Direction)}>
        <option value="">${said.everything}</option>
        <option value="to_app">${said.toApp}</option>
        <option value="from_app">${said.fromApp}</option>
      </select>
      <p class="hint">${said.acknowledged}</p>
    </div>
    ${shown.length === 0 && html`<p class="nothing">${said.noLog}</p>`}
    <ol class="log">
      ${shown.map((entry) => html`<${Entry} key=${entry.n} entry=${entry} isOpen=${open.has(entry.n)} onToggle=${() => toggle(entry.n)} />`)}
    </ol>`;
}

interface EntryProps {
  entry: LogEntry;
  isOpen: boolean;
  onToggle(): void;
}

function Entry({ entry, isOpen, onToggle }: EntryProps) {
  const desk = useDesk();
  const said = desk.words.director;
  const id = useId();
  const isToApp = entry.direction === 'to_app';
  return html`<li class=${`log-entry ${entry.direction}`}>
    <button type="button" class="log-line" aria-expanded=${isOpen} aria-controls=${id} onClick=${onToggle}>
      <span class="log-way" title=${isToApp ? said.toApp : said.fromApp}><${Icon} name=${isToApp ? 'right' : 'left'} /><span class="unseen">${isToApp ? said.toApp : said.fromApp}</span></span>
      <span class="log-name">${entry.name}${entry.user && html`<small>${userName(desk, entry.user)}</small>`}</span>
      <span class=${`log-status ${isFine(entry.status) ? '' : 'bad'}`}>${entry.status}</span>
      <span class=${`log-ms ${paceOf(entry)}`}>${said.milliseconds(Math.round(entry.ms))}</span>
      <time datetime=${entry.at}>${wallTime(entry.at, desk.locale)}</time>
    </button>
    <div id=${id} class="log-more" hidden=${!isOpen}>
      ${
        isOpen &&
        html`<p class="log-label">${said.body}</p><pre tabindex="0">${entry.body}</pre>
          <p class="log-label">${said.answer}</p><pre tabindex="0">${entry.answer || said.noAnswer}</pre>`
      }
    </div>
  </li>`;
}

function isFine(status: LogEntry['status']): boolean {
  return status === 'ok' || (Number(status) >= 200 && Number(status) < 300);
}

function paceOf({ direction, ms }: LogEntry): string {
  if (direction !== 'to_app' || ms < SLOW) return '';
  return ms < PATIENCE ? 'slow' : 'late';
}

/** The log keeps the wall's time, in the zone of whoever sits in front of it. */
function wallTime(at: string, locale: string): string {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  return formatTime(Date.parse(at) / 1000, locale, zone, {
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
  });
}

import { html } from 'htm/preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { authorOf, useDesk } from './desk.ts';
import { unescapeText } from './mrkdwn.ts';

/**
 * Tells a screen reader what has just arrived. Like Slack it reads a message's top-level text, not its
 * blocks, so a message with poor text sounds poor here too.
 */
export function Announcer() {
  const desk = useDesk();
  const heard = useRef<Set<string>>(undefined);
  const [spoken, setSpoken] = useState('');
  useEffect(() => {
    const { channels, ephemerals, me } = desk.world;
    const all = [...channels.flatMap(({ messages }) => messages), ...ephemerals];
    const before = heard.current;
    heard.current = new Set(all.map(({ ts }) => ts));
    // The sample season brings in hundreds; nobody wants them read out.
    if (!before || desk.world.season.state === 'playing') return;
    const fresh = all.filter((each) => !before.has(each.ts) && authorOf(desk.world, each)?.id !== me.id);
    if (fresh.length === 0) return;
    const lines = fresh.slice(-3).map((each) => {
      const name = authorOf(desk.world, each)?.name ?? desk.words.someone;
      return desk.words.newMessage(name, unescapeText(each.text));
    });
    setSpoken(lines.join('\n'));
  }, [desk]);
  return html`<div class="unseen" role="status" aria-live="polite">${spoken}</div>`;
}

/// <reference lib="dom" />
import { html } from 'htm/preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { useDesk } from './desk.ts';
import { MessageView } from './message.ts';
import { formatTime, isoDay } from './time.ts';
import type { Channel, Ephemeral, Message } from './world.ts';

interface MessageListProps {
  channel: Channel;
  messages: Message[];
  ephemerals: Ephemeral[];
  empty?: string;
  isThread?: boolean;
}

/** So many of the newest are drawn; a season holds many hundreds. */
const PAGE = 60;

/** Messages by day, the newest at the bottom and in view unless the reader has scrolled up. */
export function MessageList({ channel, messages, ephemerals, empty, isThread }: MessageListProps) {
  const { timeZone, locale, words } = useDesk();
  const scroller = useRef<HTMLDivElement>(null);
  const isAtEnd = useRef(true);
  const all: (Message | Ephemeral)[] = [...messages, ...ephemerals].sort(
    (a, b) => Number(a.ts) - Number(b.ts),
  );
  const [most, setMost] = useState(PAGE);
  const shown = all.slice(-most);
  const hidden = all.length - shown.length;
  const last = all.at(-1);

  useLayoutEffect(() => {
    if (isAtEnd.current) toEnd(scroller.current);
  });
  useEffect(() => {
    const list = scroller.current?.querySelector('ol');
    if (!list) return;
    const watch = new ResizeObserver(() => isAtEnd.current && toEnd(scroller.current));
    watch.observe(list);
    return () => watch.disconnect();
  }, []);
  useEffect(() => {
    toEnd(scroller.current);
  }, [last && keyOf(last)]);

  function onScroll(event: Event): void {
    const { scrollHeight, scrollTop, clientHeight } = event.currentTarget as HTMLElement;
    isAtEnd.current = scrollHeight - scrollTop - clientHeight < 60;
  }

  /** What is in view stays where it is while the list grows above it. */
  function showEarlier(): void {
    const element = scroller.current;
    const fromEnd = element ? element.scrollHeight - element.scrollTop : 0;
    isAtEnd.current = false;
    setMost(all.length);
    requestAnimationFrame(() => {
      if (element) element.scrollTop = element.scrollHeight - fromEnd;
    });
  }

  let day = '';
  return html`<div class="messages" ref=${scroller} onScroll=${onScroll} tabindex="0">
    ${all.length === 0 && html`<p class="nothing">${empty}</p>`}
    ${hidden > 0 && html`<p class="earlier"><button type="button" class="button" onClick=${showEarlier}>${words.earlier(hidden)}</button></p>`}
    <ol>
      ${shown.map((message) => {
        const seconds = Number(message.ts);
        const itsDay = isoDay(seconds, timeZone);
        const isNewDay = !isThread && itsDay !== day;
        day = itsDay;
        return html`<li key=${keyOf(message)}>
          ${isNewDay && html`<h2 class="day-line"><span>${formatTime(seconds, locale, timeZone, { year: 'numeric', month: 'long', day: 'numeric', weekday: 'long' })}</span></h2>`}
          <${MessageView} channel=${channel} message=${message} isThread=${isThread} />
        </li>`;
      })}
    </ol>
  </div>`;
}

function keyOf(message: Message | Ephemeral): string {
  return 'id' in message ? message.id : message.ts;
}

/** To the end, or to the beginning of a last message that is taller than the pane. */
function toEnd(element: HTMLElement | null): void {
  if (!element) return;
  const last = element.querySelector<HTMLElement>(':scope > ol > li:last-child');
  const isTall = last !== null && last.offsetHeight > element.clientHeight;
  element.scrollTop = isTall ? last.offsetTop : element.scrollHeight;
}

/// <reference lib="dom" />
import { html } from 'htm/preact';
import { useEffect, useRef } from 'preact/hooks';
import { Composer } from './composer.ts';
import { channelName, useDesk } from './desk.ts';
import { Icon } from './icons.ts';
import { MessageList } from './message-list.ts';
import { go } from './whereabouts.ts';
import type { Channel } from './world.ts';

/** A message and its replies, beside the channel. */
export function ThreadPane({ channel, ts }: { channel: Channel; ts: string }) {
  const desk = useDesk();
  const { words, world } = desk;
  const messages = channel.messages.filter((message) => message.ts === ts || message.thread_ts === ts);
  const mine = world.ephemerals.filter((each) => each.channel === channel.id && each.thread_ts === ts);
  const pane = useRef<HTMLElement>(null);
  // Whoever opens a thread wants to answer in it.
  useEffect(() => pane.current?.querySelector('textarea')?.focus(), []);
  return html`<aside
    ref=${pane}
    class="pane thread"
    aria-label=${words.thread}
    onKeyDown=${(event: KeyboardEvent) => {
      if (event.key === 'Escape' && !document.querySelector(':popover-open')) go(channel.id);
    }}
  >
    <header class="pane-head">
      <h1>${words.thread}<small>${channelName(desk, channel)}</small></h1>
      <button type="button" class="icon-button" aria-label=${words.closeThread} onClick=${() => go(channel.id)}><${Icon} name="close" /></button>
    </header>
    <${MessageList} channel=${channel} messages=${messages} ephemerals=${mine} isThread=${true} />
    <${Composer} channel=${channel} threadTs=${ts} label=${words.writeReply} />
  </aside>`;
}

/// <reference lib="dom" />
import { html } from 'htm/preact';
import { useEffect } from 'preact/hooks';
import { Composer } from './composer.ts';
import { channelName, useDesk } from './desk.ts';
import { Icon } from './icons.ts';
import { MessageList } from './message-list.ts';
import { PlainSwitch } from './plain-switch.ts';
import type { Channel } from './world.ts';

/** A channel or a direct message: its messages, and where to write. */
export function ChannelView({ channel, thread }: { channel: Channel; thread?: string }) {
  const desk = useDesk();
  const { words, world } = desk;
  const name = channelName(desk, channel);
  const roots = channel.messages.filter(({ thread_ts: root, ts }) => !root || root === ts);
  const mine = world.ephemerals.filter((each) => each.channel === channel.id && !each.thread_ts);
  // One that came while another was being read leaves as many unread as before: the newest tells them apart.
  const newest = channel.messages.at(-1)?.ts;
  useEffect(() => {
    if (channel.unread > 0 && document.visibilityState === 'visible') {
      void desk.ask({ type: 'read', channel: channel.id });
    }
  }, [channel.id, channel.unread, newest]);
  return html`<main class=${`pane channel ${thread ? 'beside-thread' : ''}`} aria-label=${name}>
    <header class="pane-head">
      <h1>
        <${Icon} name=${channel.isDm ? 'chat' : channel.isPrivate ? 'lock' : 'hash'} />
        ${name}
        ${channel.isPrivate && !channel.isDm && html`<span class="unseen">${words.privateChannel}</span>`}
      </h1>
      <${PlainSwitch} />
    </header>
    ${!channel.isDm && !channel.isMember && html`<p class="not-member">${words.notMemberHint}</p>`}
    <${MessageList} channel=${channel} messages=${roots} ephemerals=${mine} empty=${words.emptyChannel} />
    <${Composer} channel=${channel} label=${channel.isDm ? words.commandsOnly(name) : words.writeTo(`#${name}`)} />
  </main>`;
}

/// <reference lib="dom" />
import { html } from 'htm/preact';
import { Avatar } from './avatar.ts';
import { Count } from './count.ts';
import { appUser, channelName, findUser, otherIn, useDesk } from './desk.ts';
import { Icon, type IconName } from './icons.ts';
import type { Whereabouts } from './whereabouts.ts';
import type { Channel } from './world.ts';

interface EntryProps {
  href: string;
  name: string;
  sign: unknown;
  isCurrent: boolean;
  unread: number;
  isOutside?: boolean;
}

/** The workspace's name, the app's Home, channels and direct messages. */
export function Sidebar({ where, onClose }: { where: Whereabouts; onClose: () => void }) {
  const desk = useDesk();
  const { world, words } = desk;
  const app = appUser(world);
  const channels = world.channels.filter(({ isDm }) => !isDm);
  const dms = world.channels.filter(({ isDm }) => isDm);
  const isAppDm = (channel: Channel): boolean => otherIn(world, channel) === app?.id;
  const entry = (
    channel: Channel,
    sign: unknown,
    name = channelName(desk, channel),
  ): unknown => html`<${Entry}
    key=${channel.id}
    href=${`#${channel.id}`}
    name=${name}
    sign=${sign}
    isCurrent=${!where.home && where.channel === channel.id}
    unread=${channel.unread}
    isOutside=${!channel.isDm && !channel.isMember}
  />`;
  return html`<nav class="sidebar" aria-label=${world.workspace ?? words.playground}>
    <div class="sidebar-head">
      <strong>${world.workspace ?? words.playground}</strong>
      <button type="button" class="icon-button sidebar-close" aria-label=${words.closeMenu} onClick=${onClose}><${Icon} name="close" /></button>
    </div>
    <h2>${app?.name ?? words.app}</h2>
    <ul>
      <${Entry} href="#home" name=${words.home} sign=${sign('home')} isCurrent=${where.home} unread=${0} />
      ${dms.filter(isAppDm).map((channel) => entry(channel, sign('chat'), words.messages))}
    </ul>
    <h2>${words.channels}</h2>
    <ul>${channels.map((channel) => entry(channel, sign(channel.isPrivate ? 'lock' : 'hash')))}</ul>
    ${
      dms.some((channel) => !isAppDm(channel)) &&
      html`<h2>${words.directMessages}</h2>
        <ul>${dms
          .filter((channel) => !isAppDm(channel))
          .map((channel) => {
            const other = findUser(world, otherIn(world, channel));
            return entry(
              channel,
              html`<${Avatar} user=${other} name=${channelName(desk, channel)} size="tiny" />`,
            );
          })}</ul>`
    }
  </nav>`;
}

function sign(name: IconName): unknown {
  return html`<${Icon} name=${name} />`;
}

function Entry({ href, name, sign, isCurrent, unread, isOutside }: EntryProps) {
  const { words } = useDesk();
  return html`<li>
    <a href=${href} class=${`entry ${isCurrent ? 'current' : ''} ${unread > 0 ? 'unread' : ''}`} aria-current=${isCurrent ? 'page' : undefined}>
      ${sign}<span class="entry-name">${name}</span>
      ${isOutside && html`<small class="outside">${words.notMember}</small>`}
      <${Count} count=${unread} />
    </a>
  </li>`;
}

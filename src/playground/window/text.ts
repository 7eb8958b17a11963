import { html } from 'htm/preact';
import type { ComponentChildren } from 'preact';
import type { TextObject } from './block-kit.ts';
import { findUser, useDesk, userName } from './desk.ts';
import { emojify } from './emoji.ts';
import { isSafeUrl, type Node, parseMrkdwn } from './mrkdwn.ts';
import { formatDate, fullTime } from './time.ts';

const TAGS = { bold: 'b', italic: 'i', strike: 's', code: 'code', pre: 'pre', quote: 'blockquote' } as const;

/** A text object, or nothing. */
export function TextView({ text }: { text: TextObject | string | undefined }) {
  if (!text) return null;
  if (typeof text === 'string') return html`<span class="text">${text}</span>`;
  if (text.type === 'mrkdwn') return html`<${Mrkdwn} text=${text.text} />`;
  return html`<span class="text">${emojify(text.text)}</span>`;
}

export function Mrkdwn({ text }: { text: string }) {
  return html`<span class="text">${parseMrkdwn(text).map((node, index) => html`<${NodeView} key=${index} node=${node} />`)}</span>`;
}

function NodeView({ node }: { node: Node }) {
  const { words } = useDesk();
  if (typeof node === 'string') return emojify(node);
  switch (node.kind) {
    case 'link':
      return html`<${Link} url=${node.url}>${node.nodes.map((child) => html`<${NodeView} node=${child} />`)}<//>`;
    case 'user':
      return html`<${UserMention} id=${node.id} label=${node.label} />`;
    case 'channel':
      return html`<${ChannelMention} id=${node.id} label=${node.label} />`;
    case 'everyone':
      return html`<span class="mention loud">${words.everyone[node.id]}</span>`;
    case 'date':
      return html`<${DateText} at=${node.at} format=${node.format} url=${node.url} />`;
    default: {
      const children = node.nodes.map((child, index) => html`<${NodeView} key=${index} node=${child} />`);
      const Tag = TAGS[node.kind];
      return html`<${Tag}>${children}<//>`;
    }
  }
}

/** A link to somewhere else; a dangerous address stays text. */
export function Link({ url, children }: { url: string; children?: ComponentChildren }) {
  if (!isSafeUrl(url)) return html`<span>${children ?? url}</span>`;
  return html`<a href=${url} target="_blank" rel="noopener noreferrer">${children}</a>`;
}

export function UserMention({ id, label }: { id: string; label?: string | undefined }) {
  const desk = useDesk();
  const name = findUser(desk.world, id)?.name ?? label ?? userName(desk, id);
  return html`<span class=${`mention ${id === desk.world.me.id ? 'me' : ''}`}>@${name}</span>`;
}

/** A channel the reader can't see goes without its name. */
export function ChannelMention({ id, label }: { id: string; label?: string | undefined }) {
  const { world, words } = useDesk();
  const channel = world.channels.find((each) => each.id === id);
  if (!channel) return html`<span class="mention">#${label ?? words.someChannel}</span>`;
  return html`<a class="mention" href=${`#${channel.id}`}>#${channel.name}</a>`;
}

/** A moment in the reader's own zone and language. */
export function DateText({ at, format, url }: { at: number; format: string; url?: string | undefined }) {
  const { locale, timeZone } = useDesk();
  const time = html`<time datetime=${new Date(at * 1000).toISOString()} title=${`${fullTime(at, locale, timeZone)} (${timeZone})`}>${formatDate(at, format, locale, timeZone)}</time>`;
  return url ? html`<${Link} url=${url}>${time}<//>` : time;
}

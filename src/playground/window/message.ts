import { html } from 'htm/preact';
import { useState } from 'preact/hooks';
import { Avatar } from './avatar.ts';
import { authorOf, useDesk } from './desk.ts';
import { Icon } from './icons.ts';
import { MessageMenu } from './message-menu.ts';
import { SharedFiles } from './shared-files.ts';
import { SurfaceView } from './surface-view.ts';
import { Mrkdwn } from './text.ts';
import { clockTime, fullTime } from './time.ts';
import { go } from './whereabouts.ts';
import type { Channel, Ephemeral, Message, Place } from './world.ts';

interface MessageProps {
  channel: Channel;
  message: Message | Ephemeral;
  isThread?: boolean;
}

export function MessageView({ channel, message, isThread }: MessageProps) {
  const desk = useDesk();
  const { words, locale, timeZone } = desk;
  const [isDismissed, setDismissed] = useState(false);
  const author = authorOf(desk.world, message);
  const name = author?.name ?? words.someone;
  const seconds = Number(message.ts);
  const ephemeral = 'id' in message ? message.id : undefined;
  const place: Place = ephemeral ? { ephemeral } : { message: { channel: channel.id, ts: message.ts } };
  const blocks = message.blocks ?? [];
  const replies = message.reply_count ?? 0;
  if (isDismissed) return null;
  return html`<article class=${`message ${ephemeral ? 'ephemeral' : ''}`} aria-label=${`${name} ${clockTime(seconds, locale, timeZone)}`}>
    ${ephemeral && html`<p class="only-you"><${Icon} name="eye" />${words.onlyYou}<button type="button" onClick=${() => setDismissed(true)}>${words.dismiss}</button></p>`}
    <${Avatar} user=${author} name=${name} />
    <div class="message-main">
      <p class="byline">
        <strong>${name}</strong>
        ${author?.isBot && html`<span class="badge">${words.appBadge}</span>`}
        <time datetime=${new Date(seconds * 1000).toISOString()} title=${fullTime(seconds, locale, timeZone)}>${clockTime(seconds, locale, timeZone)}</time>
      </p>
      ${
        blocks.length > 0 && !desk.isPlain
          ? html`<${SurfaceView} place=${place} blocks=${blocks} />`
          : (message.text || !message.files) &&
            html`<div class="message-text"><${Mrkdwn} text=${message.text || words.noText} /></div>`
      }
      ${message.files && html`<${SharedFiles} files=${message.files} />`}
      ${Boolean(message.edited) && html`<small class="edited">${words.edited}</small>`}
      ${
        !isThread &&
        replies > 0 &&
        html`<a class="replies" href=${`#${channel.id}/${message.ts}`}><${Icon} name="thread" />${words.replies(replies)}</a>`
      }
    </div>
    ${
      !ephemeral &&
      html`<div class="message-tools">
        ${
          !isThread &&
          html`<button type="button" class="icon-button" aria-label=${words.replyInThread} title=${words.replyInThread} onClick=${() => go(channel.id, message.ts)}>
            <${Icon} name="thread" />
          </button>`
        }
        <${MessageMenu} channel=${channel} message=${message} isThread=${isThread} />
      </div>`
    }
  </article>`;
}

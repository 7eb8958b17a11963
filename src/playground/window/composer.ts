/// <reference lib="dom" />
import { html } from 'htm/preact';
import { useId, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { CommandList } from './command-list.ts';
import { appUser, type Desk, useDesk } from './desk.ts';
import { Icon } from './icons.ts';
import { ShortcutMenu } from './shortcut-menu.ts';
import type { Channel, Request } from './world.ts';

interface ComposerProps {
  channel: Channel;
  label: string;
  threadTs?: string;
}

/** Where a person writes: words to everybody, or a command to the app. */
export function Composer({ channel, label, threadTs }: ComposerProps) {
  const desk = useDesk();
  const { words, world } = desk;
  const [text, setText] = useState('');
  const [at, setAt] = useState(0);
  const [isClosed, setClosed] = useState(false);
  const [problem, setProblem] = useState('');
  const [isBusy, setBusy] = useState(false);
  const box = useRef<HTMLTextAreaElement>(null);
  const id = useId();
  const typed = /^\/\S*$/.exec(text)?.[0];
  const found = typed && !threadTs ? world.commands.filter(({ command }) => command.startsWith(typed)) : [];
  const offers = isClosed || (found.length === 1 && found[0]?.command === typed) ? [] : found;
  const current = Math.min(at, offers.length - 1);

  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return;
    element.style.height = 'auto';
    element.style.height = `${Math.min(element.scrollHeight, 200)}px`;
  }, [text]);

  function write(next: string): void {
    setText(next);
    setProblem('');
    setClosed(false);
    setAt(0);
    box.current?.focus();
  }

  async function send(): Promise<void> {
    const wanted = requestFor(desk, text.trim(), channel.id, threadTs);
    if (!wanted || isBusy) return;
    if (typeof wanted === 'string') return setProblem(wanted);
    setBusy(true);
    setText('');
    const done = await desk.ask(wanted);
    setBusy(false);
    if (done.ok) return;
    setText((now) => now || text);
    desk.complain(done);
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (event.isComposing) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const offer = offers[current]?.command;
    if (offer && step) setAt((current + step + offers.length) % offers.length);
    else if (offer && (event.key === 'Tab' || (event.key === 'Enter' && offer !== typed))) write(`${offer} `);
    else if (offer && event.key === 'Escape') setClosed(true);
    else if (event.key === 'Enter' && !event.shiftKey) void send();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  return html`<form class="composer" onSubmit=${(event: Event) => event.preventDefault()}>
    <${CommandList} id=${id} offers=${offers} current=${current} onChoose=${(command: string) => write(`${command} `)} />
    <div class="composer-box">
      <textarea
        ref=${box}
        rows="1"
        aria-label=${label}
        placeholder=${label}
        aria-haspopup="listbox"
        aria-controls=${id}
        aria-autocomplete="list"
        aria-activedescendant=${offers.length > 0 ? `${id}-${current}` : undefined}
        aria-describedby=${problem ? `${id}p` : undefined}
        value=${text}
        onInput=${(event: InputEvent) => write((event.currentTarget as HTMLTextAreaElement).value)}
        onKeyDown=${onKeyDown}
      ></textarea>
      <div class="composer-tools">
        ${!threadTs && html`<${ShortcutMenu} />`}
        ${!threadTs && html`<button type="button" class="icon-button" aria-label=${words.commands} title=${words.commands} onClick=${() => write('/')}><${Icon} name="slash" /></button>`}
        <button type="button" class="icon-button" aria-label=${words.mentionApp} title=${words.mentionApp} onClick=${() => write(`@${appUser(world)?.name ?? ''} ${text}`)}><${Icon} name="at" /></button>
        <span class="composer-hint">${words.keyHint}</span>
        <button type="button" class="send" aria-label=${words.send} title=${words.send} disabled=${!text.trim() || isBusy} aria-busy=${isBusy} onClick=${send}><${Icon} name="send" /></button>
      </div>
    </div>
    ${problem && html`<p class="error" id=${`${id}p`} role="alert">${problem}</p>`}
  </form>`;
}

/** What Enter means here, or why it means nothing. */
function requestFor(
  desk: Desk,
  text: string,
  channel: string,
  threadTs?: string,
): Request | string | undefined {
  if (!text) return undefined;
  const command = /^(\/\S+)\s*([\s\S]*)$/.exec(text);
  if (command) {
    const [, name = '', rest = ''] = command;
    if (threadTs) return desk.words.noCommandsInThreads;
    if (!desk.world.commands.some((each) => each.command === name)) return desk.words.unknownCommand(name);
    return { type: 'command', command: name, text: rest, channel };
  }
  const app = appUser(desk.world);
  const mention = app ? `@${app.name}` : undefined;
  const isMention = mention !== undefined && text.includes(mention);
  // A bare mention is one too, and a request has to say something.
  const said = isMention ? text.replaceAll(mention, '').trim() || ' ' : text;
  return { type: isMention ? 'mention' : 'say', channel, text: said, ...(threadTs && { threadTs }) };
}

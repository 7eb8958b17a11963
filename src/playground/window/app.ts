/// <reference lib="dom" />
import { html } from 'htm/preact';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { Announcer } from './announcer.ts';
import type { Confirm } from './block-kit.ts';
import { ChannelView } from './channel.ts';
import { ConfirmDialog } from './confirm.ts';
import { type Connection, connect, type Status } from './connection.ts';
import { type Desk, DeskContext, reasonOf } from './desk.ts';
import { HomeView } from './home.ts';
import { Modals } from './modal.ts';
import { Sidebar } from './sidebar.ts';
import { Starting } from './starting.ts';
import { Strip } from './strip.ts';
import { ThreadPane } from './thread.ts';
import { useWhereabouts } from './whereabouts.ts';
import { wordsFor } from './words.ts';
import type { World } from './world.ts';

interface Question {
  confirm: Confirm;
  answer(yes: boolean): void;
}

/** The whole window of one person. */
export function App({ as }: { as: string }) {
  const [world, setWorld] = useState<World>();
  const [status, setStatus] = useState<Status>('connecting');
  const [question, setQuestion] = useState<Question>();
  const [complaint, setComplaint] = useState('');
  const [isMenuOpen, setMenuOpen] = useState(false);
  const connection = useRef<Connection>(undefined);
  const where = useWhereabouts(world);
  const words = wordsFor(world?.me.locale ?? navigator.language);

  useEffect(() => {
    connection.current = connect(as, setWorld, setStatus);
  }, [as]);
  useEffect(() => setMenuOpen(false), [where.channel, where.home]);
  useEffect(() => {
    if (!complaint) return;
    const timer = setTimeout(() => setComplaint(''), 8000);
    return () => clearTimeout(timer);
  }, [complaint]);
  useEffect(() => {
    document.documentElement.lang = words.lang;
    if (world) document.title = titleOf(world, words.playground);
  }, [world, words]);

  const desk = useMemo<Desk | undefined>(
    () =>
      world && {
        world,
        words,
        locale: words.lang,
        timeZone: world.me.tz ?? world.clock.timeZone,
        now: Date.parse(world.clock.now) / 1000,
        ask: (request) =>
          connection.current?.ask(request) ?? Promise.resolve({ type: 'done', id: 0, ok: false }),
        confirm: (confirm) => new Promise((answer) => setQuestion({ confirm, answer })),
        complain: (done) => setComplaint(reasonOf(words, done)),
      },
    [world, words],
  );

  if (!desk || !world) {
    return html`<${Starting} words=${words} as=${as} isRefused=${status === 'refused'} />`;
  }
  const channel = world.channels.find(({ id }) => id === where.channel);
  return html`<${DeskContext.Provider} value=${desk}>
    <div class="window ${isMenuOpen ? 'menu-open' : ''}">
      <${Strip} onMenu=${() => setMenuOpen(!isMenuOpen)} isMenuOpen=${isMenuOpen} />
      ${status === 'lost' && html`<p class="lost" role="alert">${words.disconnected}</p>`}
      <div class="body">
        <${Sidebar} where=${where} onClose=${() => setMenuOpen(false)} />
        ${isMenuOpen && html`<div class="shade" onClick=${() => setMenuOpen(false)}></div>`}
        ${where.home ? html`<${HomeView} />` : channel && html`<${ChannelView} key=${channel.id} channel=${channel} thread=${where.thread} />`}
        ${channel && where.thread && html`<${ThreadPane} key=${where.thread} channel=${channel} ts=${where.thread} />`}
      </div>
      <${Modals} />
      ${
        question &&
        html`<${ConfirmDialog} confirm=${question.confirm} onAnswer=${(yes: boolean) => {
          setQuestion(undefined);
          question.answer(yes);
        }} />`
      }
      ${complaint && html`<p class="toast" role="alert">${complaint}</p>`}
      <${Announcer} />
    </div>
  <//>`;
}

function titleOf(world: World, playground: string): string {
  const unread = world.channels.reduce((sum, channel) => sum + channel.unread, 0);
  return `${unread > 0 ? `(${unread}) ` : ''}${world.me.name} · ${world.workspace ?? playground}`;
}

/// <reference lib="dom" />
import { html } from 'htm/preact';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { Question } from './confirm.ts';
import { type Connection, connect, type Status } from './connection.ts';
import { type Desk, DeskContext, reasonOf } from './desk.ts';
import { useKeptChoice } from './kept-choice.ts';
import { languageHere } from './language.ts';
import { Shell } from './shell.ts';
import { Starting } from './starting.ts';
import { addressAs, FIRST_PERSON } from './whereabouts.ts';
import { type Words, wordsFor } from './words.ts';
import type { Starting as Start, World } from './world.ts';

const OFFLINE = { type: 'done', id: 0, ok: false, error: 'connection_failed' } as const;

/** The whole window of one person: the connection, and what everything in it needs to know. */
export function App({ as }: { as: string }) {
  const [world, setWorld] = useState<World>();
  const [status, setStatus] = useState<Status>('connecting');
  const [step, setStep] = useState<Start['step']>();
  const [question, setQuestion] = useState<Question>();
  const [complaint, setComplaint] = useState('');
  const [plain, setPlain] = useKeptChoice('tab', 'plain');
  const connection = useRef<Connection>(undefined);
  const words = wordsFor(world?.me.locale ?? languageHere() ?? navigator.language);

  useEffect(() => {
    connection.current = connect(as, {
      onWorld(next) {
        setWorld(next);
        setStep(undefined);
      },
      onStatus: setStatus,
      onStarting: setStep,
    });
  }, [as]);
  useEffect(() => {
    if (status === 'gone') location.replace(addressAs(FIRST_PERSON));
  }, [status]);
  useEffect(() => {
    if (!complaint) return;
    const timer = setTimeout(() => setComplaint(''), 8000);
    return () => clearTimeout(timer);
  }, [complaint]);
  useEffect(() => {
    document.documentElement.lang = words.lang;
    if (world) document.title = titleOf(world, words);
  }, [world, words]);

  const desk = useMemo<Desk | undefined>(
    () =>
      world && {
        world,
        words,
        locale: localeFor(world.me.locale, words),
        timeZone: world.me.tz ?? world.clock.timeZone,
        now: Date.parse(world.clock.now) / 1000,
        ask: (request) => connection.current?.ask(request) ?? Promise.resolve(OFFLINE),
        confirm: (confirm) => new Promise((answer) => setQuestion({ confirm, answer })),
        complain: (done) => setComplaint(reasonOf(words, done)),
        drop: () => connection.current?.drop(),
        isPlain: plain === 'yes',
        setPlain: (isPlain) => setPlain(isPlain ? 'yes' : ''),
      },
    [world, words, plain],
  );

  if (!desk)
    return html`<${Starting} words=${words} as=${as} isRefused=${status === 'refused'} step=${step} />`;
  return html`<${DeskContext.Provider} value=${desk}>
    <${Shell}
      isLost=${status === 'lost' || step !== undefined}
      complaint=${complaint}
      question=${question}
      onAnswered=${() => setQuestion(undefined)}
    />
  <//>`;
}

/** Dates in the person's own variety of the window's language: 31 Oct in London, Oct 31 in New York. */
function localeFor(own: string | undefined, { lang }: Words): string {
  return own?.startsWith(lang.slice(0, 2)) ? own : lang;
}

function titleOf(world: World, words: Words): string {
  const unread = world.channels.reduce((sum, channel) => sum + channel.unread, 0);
  return `${unread > 0 ? `(${unread}) ` : ''}${world.me.name} · ${world.workspace ?? words.playground}`;
}

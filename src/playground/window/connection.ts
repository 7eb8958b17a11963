/// <reference lib="dom" />
import { languageHere } from './language.ts';
import { type Changes, createMirror } from './parts.ts';
import type { Done, Gone, Request, Starting, World } from './world.ts';

export interface Connection {
  /** Resolves when the app has answered; never rejects. */
  ask(request: Request): Promise<Done>;
  /** Hangs up, as a bad network does; it comes back by itself. */
  drop(): void;
}

/** `refused`: the workspace knows no such person, or isn't there; `gone`: it did until it was started again. */
export type Status = 'connecting' | 'open' | 'lost' | 'refused' | 'gone';

export interface Listener {
  onWorld(world: World): void;
  onStatus(status: Status): void;
  /** The program has just been started. */
  onStarting(step: Starting['step']): void;
}

/** One socket per person and tab; a lost one is opened again, and gets the whole world first. */
export function connect(as: string, { onWorld, onStatus, onStarting }: Listener): Connection {
  const mirror = createMirror<World>();
  const waiting = new Map<number, (done: Done) => void>();
  let nextId = 1;
  let delay = 300;
  let wasOpen = false;
  let socket = open();

  function open(): WebSocket {
    const address = new URL(`/window?as=${encodeURIComponent(as)}`, location.href);
    const language = languageHere();
    if (language) address.searchParams.set('language', language);
    address.protocol = address.protocol.replace('http', 'ws');
    const opened = new WebSocket(address);
    opened.addEventListener('open', () => {
      delay = 300;
      wasOpen = true;
      onStatus('open');
    });
    opened.addEventListener('message', (event) => receive(String(event.data)));
    opened.addEventListener('close', () => {
      onStatus(wasOpen ? 'lost' : 'refused');
      for (const [id, resolve] of waiting)
        resolve({ type: 'done', id, ok: false, error: 'connection_failed' });
      waiting.clear();
      setTimeout(() => {
        socket = open();
      }, delay);
      delay = Math.min(delay * 2, 5000);
    });
    return opened;
  }

  function receive(data: string): void {
    const message = JSON.parse(data) as Changes | Done | Gone | Starting;
    switch (message.type) {
      case 'gone':
        onStatus('gone');
        break;
      case 'starting':
        onStarting(message.step);
        break;
      case 'changes':
        show(message);
        break;
      case 'done':
        waiting.get(Number(message.id))?.(message);
        waiting.delete(Number(message.id));
    }
  }

  function show(changes: Changes): void {
    const world = mirror.take(changes);
    if (world) onWorld(world);
    else void ask({ type: 'whole' });
  }

  function ask(request: Request): Promise<Done> {
    const id = nextId;
    nextId += 1;
    if (socket.readyState !== WebSocket.OPEN) {
      return Promise.resolve({ type: 'done', id, ok: false, error: 'connection_failed' });
    }
    return new Promise((resolve) => {
      waiting.set(id, resolve);
      socket.send(JSON.stringify({ id, ...request }));
    });
  }

  return { ask, drop: () => socket.close() };
}

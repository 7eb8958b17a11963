/** The browser window's socket: sends a person's world, then what changes in it; acts for that person. */
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import { brokeOn } from './connections.ts';
import { isFromHere, targetOf } from './http.ts';
import { type Language, language, readIn } from './languages.ts';
import { faultApp } from './team.ts';
import { describeChange, describeWhole, takeApart } from './window/parts.ts';
import { answerWindow, type Machinery, type Seat } from './window-requests.ts';
import { buildWorld } from './window-world.ts';
import type { Workspace } from './workspace.ts';

/** Changes within this many milliseconds are told at once; while a season is played in, there are thousands. */
const CALM = 30;
const CALM_WHILE_PLAYING = 300;

/** Opens `/window?as=U…` (with `&language=…` to be read in) on the workspace's server, for this machine only; returns what closes it. */
export function attachWindow(workspace: Workspace, machinery: Machinery): () => void {
  const { team } = workspace;
  const { start } = machinery;
  const sockets = new WebSocketServer({ noServer: true, maxPayload: 1024 * 1024 });
  const readers = new Map<WebSocket, Seat>();
  let timer: NodeJS.Timeout | undefined;
  let closed = false;

  function tell(): void {
    timer = undefined;
    for (const [socket, seat] of readers) show(socket, seat);
  }

  function tellSoon(): void {
    timer ??= setTimeout(tell, machinery.stage?.season.state === 'playing' ? CALM_WHILE_PLAYING : CALM);
  }

  /** What this seat has to be told; undefined when it knows. After a restart somebody may be there no more. */
  function describe(seat: Seat): string | undefined {
    const step = start?.step();
    if (step) return JSON.stringify({ type: 'starting', step });
    if (!team.users.has(seat.userId)) return JSON.stringify({ type: 'gone' });
    const parts = takeApart(buildWorld(team, seat, machinery));
    const { known } = seat;
    const version = (known?.version ?? 0) + 1;
    const said = known ? describeChange(known.parts, parts, known.version) : describeWhole(parts, version);
    if (said) seat.known = { version, parts };
    return said;
  }

  function show(socket: WebSocket, seat: Seat): void {
    try {
      const said = describe(seat);
      if (said) socket.send(said);
    } catch (error) {
      faultApp(team, `a window: ${brokeOn(error as Error)}`);
      socket.terminate();
    }
  }

  /** What is asked during the start is done when it has ended. */
  async function answer(socket: WebSocket, seat: Seat, data: string): Promise<void> {
    await start?.ended;
    socket.send(JSON.stringify(await answerWindow(workspace, seat, machinery, data)));
    tellSoon();
  }

  function admit(socket: WebSocket, userId: string): void {
    const seat: Seat = { userId, watches: false };
    readers.set(socket, seat);
    socket.on('close', () => readers.delete(socket));
    socket.on('error', () => socket.terminate());
    socket.on('message', (data) => {
      void answer(socket, seat, String(data));
    });
    show(socket, seat);
  }

  /** The season may be there in that language already. */
  async function speakIn(userId: string, wanted: Language): Promise<void> {
    await start?.ended;
    await (machinery.stage?.readIn(userId, wanted) ?? readIn(workspace, userId, wanted)).catch(
      (error: Error) => faultApp(team, `a window: ${brokeOn(error)}`),
    );
  }

  function upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): boolean {
    const url = targetOf(request, workspace.url);
    if (!url) return false;
    const userId = url.searchParams.get('as') ?? '';
    if (url.pathname !== '/window') return false;
    // Who is there will be known when the start has ended.
    const isKnown = team.users.has(userId) || start?.step() !== undefined;
    if (isFromHere(request) && isKnown && !closed) {
      const wanted = language.safeParse(url.searchParams.get('language'));
      if (wanted.success) void speakIn(userId, wanted.data);
      sockets.handleUpgrade(request, socket, head, (opened) => admit(opened, userId));
    } else socket.end('HTTP/1.1 403 Forbidden\r\nconnection: close\r\n\r\n');
    return true;
  }

  const stopListening = workspace.onChange(tellSoon);
  workspace.onUpgrade(upgrade);
  function detach(): void {
    clearTimeout(timer);
    stopListening();
    closed = true;
    for (const socket of readers.keys()) socket.terminate();
  }
  workspace.onClose(detach);
  return detach;
}

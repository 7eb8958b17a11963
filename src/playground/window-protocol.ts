/** The browser window's socket: sends a person's world after every change, acts for that person. */
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import { isFromHere } from './http.ts';
import { answerWindow } from './window-requests.ts';
import { buildWorld, type Clock } from './window-world.ts';
import type { Workspace } from './workspace.ts';

/** Changes within this many milliseconds are told at once. */
const CALM = 30;

export interface WindowOptions {
  /** The programme's clock, which people at the playground may move. */
  clock?: Clock;
}

/** Opens `/window?as=U…` on the workspace's server, for this machine only; returns what closes it. */
export function attachWindow(workspace: Workspace, { clock }: WindowOptions): () => void {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: 1024 * 1024 });
  const readers = new Map<WebSocket, string>();
  let timer: NodeJS.Timeout | undefined;

  function tell(): void {
    timer = undefined;
    for (const [socket, userId] of readers)
      socket.send(JSON.stringify(buildWorld(workspace.team, userId, clock)));
  }

  function tellSoon(): void {
    timer ??= setTimeout(tell, CALM);
  }

  function admit(socket: WebSocket, userId: string): void {
    readers.set(socket, userId);
    socket.on('close', () => readers.delete(socket));
    socket.on('error', () => socket.terminate());
    socket.on('message', (data) => {
      void answerWindow(workspace, userId, clock, String(data)).then((done) => {
        socket.send(JSON.stringify(done));
        tellSoon();
      });
    });
    socket.send(JSON.stringify(buildWorld(workspace.team, userId, clock)));
  }

  function upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const url = new URL(request.url ?? '/', workspace.url);
    const userId = url.searchParams.get('as') ?? '';
    if (url.pathname !== '/window' || !isFromHere(request) || !workspace.team.users.has(userId)) {
      socket.end('HTTP/1.1 403 Forbidden\r\nconnection: close\r\n\r\n');
      return;
    }
    sockets.handleUpgrade(request, socket, head, (opened) => admit(opened, userId));
  }

  const stopListening = workspace.onChange(tellSoon);
  workspace.server.on('upgrade', upgrade);
  function detach(): void {
    clearTimeout(timer);
    stopListening();
    workspace.server.off('upgrade', upgrade);
    for (const socket of readers.keys()) socket.terminate();
  }
  workspace.onClose(detach);
  return detach;
}

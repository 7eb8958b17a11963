/** What breaks on one connection ends nothing but that, and the director hears of it. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { sendJson } from './http.ts';
import { faultApp, type Team } from './team.ts';

/** Takes a connection over as a WebSocket; false passes. */
export type HandleUpgrade = (request: IncomingMessage, socket: Duplex, head: Buffer) => boolean;

/** Answers a request on which the workspace broke; whoever has hung up before saying all broke nothing. */
export function tellBroken(
  team: Team,
  error: Error,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  if (request.complete) faultApp(team, `${request.method} ${pathOf(request)}: ${brokeOn(error)}`);
  if (request.complete && !response.headersSent) sendJson(response, 500, { ok: false, error: 'fatal_error' });
  else response.destroy();
}

/** Hands an upgrade to the first who takes it. */
export function offerUpgrade(
  team: Team,
  handlers: readonly HandleUpgrade[],
  request: IncomingMessage,
  socket: Duplex,
  head: Buffer,
): void {
  // Whoever hangs up in the middle of it ends nothing but this.
  socket.on('error', () => socket.destroy());
  try {
    if (!handlers.some((handler) => handler(request, socket, head)))
      socket.end('HTTP/1.1 404 Not Found\r\nconnection: close\r\n\r\n');
  } catch (error) {
    faultApp(team, `a socket to ${pathOf(request)}: ${brokeOn(error as Error)}`);
    socket.destroy();
  }
}

/** How a breach says that it is none of the app's. */
export function brokeOn({ message }: Error): string {
  return `the playground broke on it: ${message}`;
}

function pathOf({ url = '/' }: IncomingMessage): string {
  return url.split('?', 1)[0] ?? '/';
}

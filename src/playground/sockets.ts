/**
 * Socket Mode: the app opens sockets, each envelope goes to one of them in turn, the app acknowledges it there.
 * Source: docs.slack.dev/apis/events-api/using-socket-mode.
 */
import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import { type Envelope, readAcknowledgement, wrap } from './envelopes.ts';
import { targetOf } from './http.ts';
import type { Answered } from './http-delivery.ts';
import type { Delivery, DeliveryKind } from './records.ts';
import { faultApp, type Team } from './team.ts';

/** Milliseconds an app has to go once it was told to. */
const FAREWELL = 10_000;

export type DisconnectReason = 'warning' | 'refresh_requested' | 'link_disabled';

export interface Sockets {
  /** Sends an envelope; to the next socket again when one dies before it acknowledged. Rejects without a socket. */
  carry(kind: DeliveryKind, delivery: Delivery, signal: AbortSignal): Promise<Answered>;
  /** Admits the holder of a ticket; false when the address is somebody else's. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): boolean;
  /** How many take envelopes. */
  readonly open: number;
  /** Tells the app to connect anew; nothing more goes to the sockets of now. */
  disconnect(reason: DisconnectReason): void;
  /** Cuts one socket without a word of farewell, in the middle of something if it can; false when there is none. */
  drop(): boolean;
  close(): void;
}

/** An acknowledgement, or undefined when its socket died first. */
type Ack = { payload: unknown } | undefined;

interface Link {
  socket: WebSocket;
  unacknowledged: Map<string, (ack: Ack) => void>;
}

/** Opens one socket, once. */
export function issueTicket(team: Team): string {
  const ticket = randomUUID();
  team.tickets.add(ticket);
  return `${team.url.replace(/^http/, 'ws')}/link/?ticket=${ticket}&app_id=${team.appId}`;
}

/** Nobody is connected yet. */
export function createSockets(team: Team): Sockets {
  const server = new WebSocketServer({ noServer: true, maxPayload: 4 * 1024 * 1024 });
  /** The one whose turn it is comes first. */
  const links: Link[] = [];
  const arrivals = new Set<(link: Link) => void>();

  function admit(socket: WebSocket): void {
    const link: Link = { socket, unacknowledged: new Map() };
    links.push(link);
    socket.on('message', (data) => hear(link, String(data)));
    socket.on('error', () => socket.terminate());
    socket.on('close', () => {
      leave(link);
      for (const settle of link.unacknowledged.values()) settle(undefined);
    });
    const debug_info = { host: 'applink-1', build_number: 1, approximate_connection_time: 18_060 };
    const hello = { num_connections: links.length, debug_info, connection_info: { app_id: team.appId } };
    socket.send(JSON.stringify({ type: 'hello', ...hello }));
    for (const arrive of [...arrivals]) arrive(link);
    team.changed();
  }

  function leave(link: Link): void {
    const at = links.indexOf(link);
    if (at >= 0) links.splice(at, 1);
    team.changed();
  }

  function hear({ unacknowledged }: Link, data: string): void {
    const acknowledgement = readAcknowledgement(data);
    if (!acknowledgement) {
      faultApp(team, 'socket: not an acknowledgement');
      return;
    }
    const { envelope_id, payload } = acknowledgement;
    // The SDK may acknowledge through a newer socket than the one it heard: that counts for nothing here.
    unacknowledged.get(envelope_id)?.({ payload });
  }

  function nextLink(signal: AbortSignal): Promise<Link> {
    const link = links.shift();
    if (link) {
      links.push(link);
      return Promise.resolve(link);
    }
    return untilAborted(signal, (resolve) => {
      arrivals.add(resolve);
      return () => arrivals.delete(resolve);
    });
  }

  function send({ socket, unacknowledged }: Link, envelope: Envelope, signal: AbortSignal): Promise<Ack> {
    return untilAborted(signal, (resolve) => {
      unacknowledged.set(envelope.envelope_id, resolve);
      socket.send(JSON.stringify(envelope));
      return () => unacknowledged.delete(envelope.envelope_id);
    });
  }

  return {
    async carry(kind, delivery, signal) {
      if (links.length === 0) throw new Error('the app has no socket open');
      const envelope = wrap(kind, delivery);
      for (;;) {
        const ack = await send(await nextLink(signal), envelope, signal);
        if (ack) return { status: 200, response: answerIn(team, envelope, ack.payload), noRetry: false };
        envelope.retry_attempt += 1;
        envelope.retry_reason = 'connection_failed';
        Object.assign(delivery, { retryNum: envelope.retry_attempt, retryReason: envelope.retry_reason });
      }
    },
    upgrade(request, socket, head) {
      const url = targetOf(request, team.url);
      if (url?.pathname !== '/link/') return false;
      if (team.tickets.delete(url.searchParams.get('ticket') ?? ''))
        server.handleUpgrade(request, socket, head, admit);
      else socket.end('HTTP/1.1 403 Forbidden\r\nconnection: close\r\n\r\n');
      return true;
    },
    get open() {
      return links.length;
    },
    disconnect(reason) {
      for (const { socket } of links.splice(0)) {
        socket.send(JSON.stringify({ type: 'disconnect', reason, debug_info: { host: 'applink-1' } }));
        setTimeout(() => socket.terminate(), FAREWELL).unref();
      }
      team.changed();
    },
    drop() {
      const link = links.find(({ unacknowledged }) => unacknowledged.size > 0) ?? links[0];
      if (!link) return false;
      leave(link);
      link.socket.terminate();
      return true;
    },
    close() {
      for (const socket of server.clients) socket.terminate();
    },
  };
}

/** What over HTTP is the response's body. The SDK puts `{}` into a bare acknowledgement. */
function answerIn(
  team: Team,
  { type, accepts_response_payload: accepts }: Envelope,
  payload: unknown,
): unknown {
  const isBare = !payload || (typeof payload === 'object' && Object.keys(payload).length === 0);
  if (isBare) return '';
  if (accepts) return payload;
  faultApp(team, `socket: an answer in the acknowledgement of ${type}, which takes none`);
  return '';
}

/** A promise that lets go, and rejects, when the signal comes first. */
function untilAborted<T>(
  signal: AbortSignal,
  begin: (resolve: (value: T) => void) => () => void,
): Promise<T> {
  return new Promise((resolve, reject) => {
    function settle(act: () => void): void {
      signal.removeEventListener('abort', abandon);
      end();
      act();
    }
    function abandon(): void {
      settle(() => reject(signal.reason));
    }
    const end = begin((value) => settle(() => resolve(value)));
    signal.addEventListener('abort', abandon);
    if (signal.aborted) abandon();
  });
}

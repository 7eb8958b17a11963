import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { Client } from 'pg';

export interface Pooler {
  /** In place of the server's own. */
  url: string;
  close(): Promise<void>;
}

/**
 * A pooler in transaction mode at its worst, between a pool and PostgreSQL: each transaction runs in a session that
 * began just before it and ends with it. Like PgBouncer from 1.21 on, it prepares in each what its client prepared.
 */
export async function startPooler(serverUrl: string): Promise<Pooler> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    attend(socket, serverUrl);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : 0;
  const { pathname } = new URL(serverUrl);
  return {
    url: `postgres://postgres@127.0.0.1:${port}${pathname}`,
    async close() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

/** A message of the wire protocol: its letter, then its length, which counts itself. */
function* messagesIn(stream: { rest: Buffer }, data: Buffer): Generator<Buffer> {
  stream.rest = Buffer.concat([stream.rest, data]);
  while (stream.rest.length >= 5) {
    const end = 1 + stream.rest.readUInt32BE(1);
    if (stream.rest.length < end) return;
    const message = stream.rest.subarray(0, end);
    stream.rest = stream.rest.subarray(end);
    yield message;
  }
}

const letterOf = (message: Buffer) => String.fromCharCode(message[0] ?? 0);
const wordsIn = (message: Buffer) => message.subarray(5).toString('latin1').split('\0');

function attend(client: Socket, serverUrl: string): void {
  const fromClient = { rest: Buffer.alloc(0) };
  /** What the client prepared, by name, in any session. */
  const prepared = new Map<string, Buffer>();
  let begun = false;
  let session: Promise<Session> | undefined;

  async function handOn(message: Buffer): Promise<void> {
    session ??= openSession(serverUrl, client, () => {
      session = undefined;
    });
    const { stream, knows, quietly } = await session;
    const [first = '', second = ''] = wordsIn(message);
    if (letterOf(message) === 'P' && first) {
      prepared.set(first, message);
      knows.add(first);
    }
    const parse = letterOf(message) === 'B' && !knows.has(second) ? prepared.get(second) : undefined;
    if (parse) {
      knows.add(second);
      quietly.parses += 1;
      stream.write(parse);
    }
    stream.write(message);
  }

  let turn = Promise.resolve();
  client.on('data', (data: Buffer) => {
    if (!begun) {
      begun = true;
      // Authenticated; ready, in no transaction.
      client.write(Buffer.from([0x52, 0, 0, 0, 8, 0, 0, 0, 0, 0x5a, 0, 0, 0, 5, 0x49]));
      return;
    }
    for (const message of messagesIn(fromClient, data)) {
      if (letterOf(message) === 'X') client.end();
      else turn = turn.then(() => handOn(message)).catch(() => void client.destroy());
    }
  });
}

interface Session {
  stream: Socket;
  /** The names it has prepared. */
  knows: Set<string>;
  /** Answers that the client doesn't wait for. */
  quietly: { parses: number };
}

/** Its own session with the server, until this says that no transaction is open. */
async function openSession(serverUrl: string, client: Socket, ended: () => void): Promise<Session> {
  const server = new Client({ connectionString: serverUrl });
  // That it ends is what is wanted of it.
  server.on('error', () => {});
  await server.connect();
  const { stream } = (server as unknown as { connection: { stream: Socket } }).connection;
  stream.removeAllListeners('data');
  const fromServer = { rest: Buffer.alloc(0) };
  const quietly = { parses: 0 };
  client.once('close', () => stream.destroy());
  stream.on('error', () => client.destroy());
  stream.on('data', (data: Buffer) => {
    for (const message of messagesIn(fromServer, data)) {
      const letter = letterOf(message);
      if (letter === '1' && quietly.parses > 0) {
        quietly.parses -= 1;
        continue;
      }
      const isOver = letter === 'Z' && message[5] === 0x49;
      if (isOver) {
        ended();
        // It takes its leave.
        stream.end(Buffer.from([0x58, 0, 0, 0, 4]));
      }
      client.write(message);
    }
  });
  return { stream, knows: new Set(), quietly };
}

import type { IncomingMessage, ServerResponse } from 'node:http';

/** In bytes; Slack's largest payload, a view, has 250 kB. */
const MOST_BYTES = 1024 * 1024;

/** Milliseconds in which a body must have come; Slack itself gives up after three seconds. */
const BODY_MS = 10_000;

/** Bodies in memory that nobody has vouched for yet. */
const MOST_AT_ONCE = 64;

/** Why there is no body: what it is answered with, or that nobody is left to answer. */
export type NoBody = 408 | 413 | 503 | 'gone';

export type ReadBody = (request: IncomingMessage) => Promise<Buffer | NoBody>;

/** Reads bodies into memory, so many at once, each up to a size (in bytes) and within a time. */
export function createBodyReader(most = MOST_BYTES): ReadBody {
  let reading = 0;
  return async (request) => {
    if (Number(request.headers['content-length']) > most) return 413;
    if (reading >= MOST_AT_ONCE) return 503;
    reading += 1;
    return gather(request, most).finally(() => {
      reading -= 1;
    });
  };
}

function gather(request: IncomingMessage, most: number): Promise<Buffer | NoBody> {
  const { promise, resolve } = Promise.withResolvers<Buffer | NoBody>();
  const chunks: Buffer[] = [];
  let size = 0;
  function take(chunk: Buffer): void {
    size += chunk.length;
    if (size > most) resolve(413);
    else chunks.push(chunk);
  }
  const late = setTimeout(() => resolve(408), BODY_MS);
  request.on('data', take);
  request.once('end', () => resolve(Buffer.concat(chunks)));
  request.once('close', () => resolve('gone'));
  return promise.finally(() => {
    clearTimeout(late);
    request.off('data', take);
  });
}

/** Answers without keeping what may still come; whoever goes on sending for too long is cut off. */
export function turnAway(request: IncomingMessage, response: ServerResponse, status: number): void {
  response.writeHead(status, status === 408 ? { connection: 'close' } : {}).end();
  letGo(request);
}

/** What may still come of an answered request is not kept; whoever goes on sending for too long is cut off. */
export function letGo(request: IncomingMessage): void {
  if (request.complete) return;
  let size = 0;
  const late = setTimeout(() => request.destroy(), BODY_MS).unref();
  request.on('data', (chunk: Buffer) => {
    size += chunk.length;
    if (size > MOST_BYTES) request.destroy();
  });
  request.once('close', () => clearTimeout(late));
}

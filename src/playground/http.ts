/** Small things HTTP. */
import type { IncomingMessage, ServerResponse } from 'node:http';

const MAX_BODY = 4 * 1024 * 1024;

/** The whole body as text; rejects above 4 MB. */
export async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MAX_BODY) throw new Error('the request is larger than 4 MB');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** The body as JSON; undefined when it is none. */
export async function readJson(request: IncomingMessage): Promise<unknown> {
  try {
    return JSON.parse(await readBody(request)) as unknown;
  } catch {
    return undefined;
  }
}

/** Answers with JSON. */
export function sendJson(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...headers });
  response.end(JSON.stringify(body));
}

/** Where a request wants to go; undefined for what is no address, such as `//`: anybody can send anything. */
export function targetOf(request: IncomingMessage, base: string): URL | undefined {
  return URL.parse(request.url ?? '/', base) ?? undefined;
}

const LOOPBACK_NAMES = ['127.0.0.1', 'localhost', '[::1]', '::1'];

/** From this machine and under this machine's name: a page elsewhere cannot reach it by DNS rebinding. */
export function isFromHere(request: IncomingMessage): boolean {
  const address = request.socket.remoteAddress ?? '';
  if (!/^(::1|127\.|::ffff:127\.)/.test(address)) return false;
  const host = request.headers.host ?? '';
  if (!URL.canParse(`http://${host}`)) return false;
  if (!LOOPBACK_NAMES.includes(new URL(`http://${host}`).hostname)) return false;
  const { origin } = request.headers;
  return origin === undefined || origin === `http://${host}`;
}

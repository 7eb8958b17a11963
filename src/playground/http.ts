/** Small things HTTP. */
import type { IncomingMessage, ServerResponse } from 'node:http';

const MAX_BODY = 4 * 1024 * 1024;

/**
 * The whole body as text; undefined above 4 MB. All of it is heard, so that the sender hears the answer instead of a
 * broken connection. Rejects when the sender hangs up.
 */
export async function readBody(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= MAX_BODY) chunks.push(chunk);
  }
  return size <= MAX_BODY ? Buffer.concat(chunks).toString('utf8') : undefined;
}

/** Real payloads have about fifteen; what is far deeper ends whoever walks it, or writes it as JSON again. */
const MOST_LEVELS = 100;

/** Undefined for what is no JSON, and for what is nested more than a hundred levels deep. */
export function parseJson(text: string): unknown {
  try {
    const read: unknown = JSON.parse(text);
    return isDeep(read) ? undefined : read;
  } catch {
    return undefined;
  }
}

function isDeep(value: unknown): boolean {
  let level = [value];
  for (let depth = 0; depth <= MOST_LEVELS; depth += 1) {
    level = level.flatMap((one): unknown[] => (typeof one === 'object' && one ? Object.values(one) : []));
    if (level.length === 0) return false;
  }
  return true;
}

/** The body as JSON; undefined when it is none. Rejects when the sender hangs up. */
export async function readJson(request: IncomingMessage): Promise<unknown> {
  return parseJson((await readBody(request)) ?? '');
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
  return origin === undefined || origin === `http://${host}` || (origin === 'null' && isAppsPage(request));
}

/** What the app shows to people without an account: its forms tell no origin, and the secret in its address guards it. */
function isAppsPage({ url = '' }: IncomingMessage): boolean {
  return url.startsWith('/a/');
}

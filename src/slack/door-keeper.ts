import type { IncomingMessage, RequestListener } from 'node:http';

/** Slack itself refuses stamps older than five minutes; from the future a forged one could be kept for later. */
const FUTURE_SECONDS = 60;

/** A payload is at most some hundred kB (a view 250 kB). */
const MOST_BYTES = 2 * 1024 * 1024;

/**
 * Stands before Bolt's own checks, which keep to signature and age: turns away what comes from the future, is too
 * large, or holds no object (Bolt throws at `null` where nobody can catch it). The signature is Bolt's to check.
 */
export function keepDoor(listen: RequestListener, wallNow: () => Temporal.Instant): RequestListener {
  return (request, response) => {
    const turnAway = (status: number) => {
      request.resume();
      response.writeHead(status).end();
    };
    const stamp = Number(request.headers['x-slack-request-timestamp']);
    const now = wallNow().epochMilliseconds / 1000;
    if (!Number.isFinite(stamp) || stamp > now + FUTURE_SECONDS || !request.headers['x-slack-signature']) {
      return turnAway(401);
    }
    readBody(request).then(
      (body) => {
        if (!body) return turnAway(413);
        if (!holdsObject(body.toString())) return turnAway(400);
        listen(Object.assign(request, { rawBody: body }), response);
      },
      () => response.destroy(),
    );
  };
}

async function readBody(request: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= MOST_BYTES) chunks.push(chunk);
  }
  return size <= MOST_BYTES ? Buffer.concat(chunks) : undefined;
}

/** A command's form, a form with a JSON payload, or JSON: an object in any case. */
function holdsObject(body: string): boolean {
  if (body.startsWith('payload=')) return /^payload=(%7B|\{)/i.test(body);
  return body.trimStart().startsWith('{') || /^[\w.%+-]+=/.test(body);
}

import type { IncomingMessage } from 'node:http';
import type { NoBody, ReadBody } from '../slack/read-body.ts';

/** In bytes: a reason of some thousand characters, percent-encoded. */
export const MOST_FORM_BYTES = 16 * 1024;

const FORM = /^application\/x-www-form-urlencoded\s*(;.*)?$/i;

/** What a form sent; or the status that says why there is nothing: 415 where it is no form. */
export async function readForm(
  request: IncomingMessage,
  readBody: ReadBody,
): Promise<URLSearchParams | NoBody | 415> {
  if (!FORM.test(request.headers['content-type'] ?? '')) return 415;
  const body = await readBody(request);
  return Buffer.isBuffer(body) ? new URLSearchParams(body.toString('utf8')) : body;
}

import { createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders, IncomingMessage, RequestListener } from 'node:http';
import type { Logger } from 'pino';
import type { ClockWatch } from './clock-watch.ts';
import { type Hear, parseBody } from './http-receiver.ts';
import { checkPayload, type Misshapen } from './payload.ts';
import { createBodyReader, turnAway } from './read-body.ts';

/** From the future a forged one could be kept for later. */
const FUTURE_SECONDS = 60;

/** Docs: verifying requests from Slack. An older one may be somebody's recording. */
const PAST_SECONDS = 5 * 60;

export interface DoorOptions {
  signingSecret: string;
  wallNow: () => Temporal.Instant;
  watch: ClockWatch;
  log: Logger;
}

/**
 * Stands before Bolt and lets through what Slack has signed just now and what has a payload's shape. Without a
 * signature or with an old stamp nothing is read; of what is read, only a good signature makes us say more than 401.
 */
export function keepDoor(hear: Hear, { signingSecret, wallNow, watch, log }: DoorOptions): RequestListener {
  const readBody = createBodyReader();
  return async (request, response) => {
    const seal = sealIn(request.headers);
    const ahead = Number(seal?.stamp) - wallNow().epochMilliseconds / 1000;
    if (!seal || ahead < -PAST_SECONDS) return turnAway(request, response, 401);
    const body = await readBody(request);
    if (body === 'gone') return;
    if (typeof body === 'number') return turnAway(request, response, body);
    const isFuture = ahead > FUTURE_SECONDS;
    if (!isSigned(seal, body, signingSecret)) {
      if (!isFuture) log.warn('a request to Slack’s door with a wrong signature');
      return turnAway(request, response, 401);
    }
    if (isFuture) {
      watch.foundBehind(Math.round(ahead));
      return turnAway(request, response, 401);
    }
    watch.foundInTime();
    const payload = readPayload(body, request);
    if ('kind' in payload) {
      logMisshapen(log, payload);
      return turnAway(request, response, 400);
    }
    hear(payload.body, request, response);
  };
}

/** The one line that tells of a payload which was turned away. */
export function logMisshapen(log: Logger, { kind, path }: Misshapen): void {
  log.warn({ kind, path }, 'a payload without its right shape was turned away');
}

interface Seal {
  /** Seconds since 1970, as Slack wrote them. */
  stamp: string;
  signature: string;
}

function sealIn(headers: IncomingHttpHeaders): Seal | undefined {
  const stamp = headers['x-slack-request-timestamp'];
  const signature = headers['x-slack-signature'];
  if (typeof stamp !== 'string' || typeof signature !== 'string') return undefined;
  return signature && /^\d{1,12}$/.test(stamp) ? { stamp, signature } : undefined;
}

/** Docs: verifying requests from Slack. */
function isSigned({ stamp, signature }: Seal, body: Buffer, secret: string): boolean {
  const hash = createHmac('sha256', secret).update(`v0:${stamp}:`).update(body).digest('hex');
  const [expected, given] = [Buffer.from(`v0=${hash}`), Buffer.from(signature)];
  return expected.length === given.length && timingSafeEqual(expected, given);
}

function readPayload(raw: Buffer, request: IncomingMessage): { body: Record<string, unknown> } | Misshapen {
  let body: unknown;
  try {
    body = parseBody(raw, request);
  } catch {
    return { kind: 'unreadable', path: '.' };
  }
  return checkPayload(body) ?? { body: body as Record<string, unknown> };
}

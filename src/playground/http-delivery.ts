/** A payload as a signed HTTP request. */
import { createHmac } from 'node:crypto';
import type { DeliveryOptions } from './courier.ts';
import { parseJson } from './http.ts';
import type { DeliveryKind } from './records.ts';
import type { Team } from './team.ts';

/** What the app answered, by whichever way it was reached. */
export interface Answered {
  status: number;
  /** Parsed when it is JSON; an empty string for a bare acknowledgement. */
  response: unknown;
  /** The app asks not to be tried again. */
  noRetry: boolean;
}

/** Posts a payload, or a raw form, to the app. Rejects when it can't be reached or the signal ends it. */
export async function postSigned(
  team: Team,
  kind: DeliveryKind,
  body: unknown,
  options: DeliveryOptions,
  signal: AbortSignal,
): Promise<Answered> {
  const { raw, type } = encode(kind, body);
  const answer = await fetch(`${team.options.appUrl}/slack/events`, {
    method: 'POST',
    headers: { 'content-type': type, ...sign(team, raw, options) },
    body: raw,
    signal,
  });
  const response = parse(await answer.text(), answer.headers.get('content-type') ?? '');
  const noRetry = answer.headers.get('x-slack-no-retry') === '1' && answer.status !== 200;
  return { status: answer.status, response, noRetry };
}

function encode(kind: DeliveryKind, body: unknown): { raw: string; type: string } {
  const form = 'application/x-www-form-urlencoded';
  if (typeof body === 'string') return { raw: body, type: form };
  if (kind === 'event') return { raw: JSON.stringify(body), type: 'application/json' };
  if (kind === 'command')
    return { raw: new URLSearchParams(body as Record<string, string>).toString(), type: form };
  return { raw: `payload=${encodeURIComponent(JSON.stringify(body))}`, type: form };
}

function sign(team: Team, raw: string, options: DeliveryOptions): Record<string, string> {
  const timestamp = options.timestamp ?? Math.floor(team.options.wallNow() / 1000);
  const secret = options.badSignature ? `${team.options.signingSecret}x` : team.options.signingSecret;
  const hash = createHmac('sha256', secret).update(`v0:${timestamp}:${raw}`).digest('hex');
  return {
    'x-slack-request-timestamp': String(timestamp),
    'x-slack-signature': `v0=${hash}`,
    'user-agent': options.userAgent ?? 'Slackbot 1.0 (+https://api.slack.com/robots)',
    ...(options.retryNum === undefined ? {} : { 'x-slack-retry-num': String(options.retryNum) }),
    ...(options.retryNum === undefined
      ? {}
      : { 'x-slack-retry-reason': options.retryReason ?? 'http_timeout' }),
  };
}

function parse(text: string, type: string): unknown {
  if (text === '' || !type.includes('json')) return text;
  const read = parseJson(text);
  return read === undefined ? text : read;
}

import { LONGEST_BACK_OFF } from './ceilings.ts';
import { PASSING, troubleOf, UPLOAD } from './refusals.ts';
import { NotShared } from './upload.ts';

/**
 * What stands in the way, and so who can do something about it: nobody (`passing`, `limited`), whoever looks after
 * the channel (`place`), the person (`person`), the app's token (`workspace`), us (`content`, `bug`); `deleted` and
 * `thread` are mended by the queue itself; of `lost` nobody knows whether it arrived.
 */
export type Trouble =
  | 'passing'
  | 'limited'
  | 'place'
  | 'person'
  | 'workspace'
  | 'content'
  | 'deleted'
  | 'thread'
  | 'lost'
  | 'bug';

/** What became of a call that failed, and when to try again. */
export interface Verdict {
  trouble: Trouble;
  state: 'waiting' | 'unknown' | 'failed';
  reason: string;
  nextAt?: Temporal.Instant;
}

/** The request never left: nothing can have arrived. */
const NOT_SENT = new Set([
  ...['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH'],
  ...['UND_ERR_CONNECT_TIMEOUT', 'ERR_TLS_CERT_ALTNAME_INVALID'],
]);

/** A gateway answered in Slack's place: Slack may have taken the request all the same. */
const GATEWAY_GAVE_UP = new Set([408, 502, 504]);

interface SlackError {
  code?: string;
  name?: string;
  message?: string;
  retryAfter?: number;
  statusCode?: number;
  data?: { error?: string };
  original?: { code?: string; cause?: { code?: string } };
  cause?: { code?: string; cause?: { code?: string } };
}

export interface Attempt {
  method: string;
  target: string;
  attempts: number;
  wallNow: Temporal.Instant;
}

const GIVE_UP_AFTER = 60;
const GIVE_UP_RENDERING_AFTER = 10;
/** Seconds, when Slack limits us and doesn't say for how long. */
const USUAL_LIMIT = 30;

/** Rendering failed, nothing was sent: tried again for about a quarter of an hour, as the database may be ill. */
export function judgeRendering({ attempts, wallNow }: Attempt): Verdict {
  const reason = 'render_failed';
  if (attempts >= GIVE_UP_RENDERING_AFTER) return { trouble: 'bug', state: 'failed', reason };
  return { trouble: 'bug', state: 'waiting', reason, nextAt: later(attempts, wallNow) };
}

/**
 * A post whose answer was lost may have arrived: it is 'unknown' and never resent blindly. What Slack refused,
 * limited or never received is tried again, later each time (2 s to 10 min): for ever where somebody must mend it,
 * else some ten hours; what can't succeed has 'failed'. An update can't double and is simply repeated.
 */
export function judgeCall(error: unknown, attempt: Attempt): Verdict {
  if (error instanceof NotShared) return judgeCall(error.cause, { ...attempt, method: UPLOAD });
  const { code, message, retryAfter, statusCode, data, original, cause } = error as SlackError;
  const { method, wallNow } = attempt;
  switch (code) {
    case 'slack_webapi_rate_limited_error':
      return limitedFor(retryAfter ?? USUAL_LIMIT, wallNow);
    case 'slack_webapi_platform_error':
      return judgeRefusal(data?.error ?? '', attempt);
    case 'slack_webapi_http_error':
      if (GATEWAY_GAVE_UP.has(statusCode ?? 0) && method === 'chat.postMessage')
        return { trouble: 'lost', state: 'unknown', reason: `http_${statusCode}` };
      return retry(`http_${statusCode}`, attempt);
    default: {
      if (message?.startsWith('Retry header')) return limitedFor(USUAL_LIMIT, wallNow);
      const source = original?.cause?.code ?? original?.code ?? cause?.cause?.code ?? cause?.code ?? '';
      if (NOT_SENT.has(source) || method !== 'chat.postMessage') return retry(source || 'network', attempt);
      return { trouble: 'lost', state: 'unknown', reason: source || 'answer_lost' };
    }
  }
}

function judgeRefusal(reason: string, attempt: Attempt): Verdict {
  const { method, target, attempts, wallNow } = attempt;
  // What isn't one of Slack's words isn't Slack's answer.
  if (!/^[a-z0-9_]{1,80}$/.test(reason))
    return method === 'chat.postMessage'
      ? { trouble: 'lost', state: 'unknown', reason: 'answer_lost' }
      : retry('answer_lost', attempt);
  if (PASSING.has(reason)) return retry(reason, attempt);
  const trouble = troubleOf(reason, method, target);
  const mendedBySomebody = trouble === 'place' || trouble === 'workspace';
  const mendedByQueue = (trouble === 'thread' && attempts < GIVE_UP_RENDERING_AFTER) || trouble === 'deleted';
  return mendedBySomebody || mendedByQueue
    ? { trouble, state: 'waiting', reason, nextAt: later(attempts, wallNow) }
    : { trouble, state: 'failed', reason };
}

function limitedFor(seconds: number, wallNow: Temporal.Instant): Verdict {
  const nextAt = wallNow.add({ seconds: Math.min(Math.max(1, Math.ceil(seconds)), LONGEST_BACK_OFF) });
  return { trouble: 'limited', state: 'waiting', reason: 'ratelimited', nextAt };
}

function retry(reason: string, { attempts, wallNow }: Attempt): Verdict {
  if (attempts >= GIVE_UP_AFTER) return { trouble: 'passing', state: 'failed', reason };
  return { trouble: 'passing', state: 'waiting', reason, nextAt: later(attempts, wallNow) };
}

function later(attempts: number, wallNow: Temporal.Instant): Temporal.Instant {
  return wallNow.add({ seconds: Math.min(2 ** Math.min(attempts, 10), LONGEST_BACK_OFF) });
}

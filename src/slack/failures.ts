/** What became of a call that failed, and when to try again. */
export interface Verdict {
  state: 'waiting' | 'unknown' | 'failed';
  reason: string;
  nextAt?: Temporal.Instant;
  /** Slack limited this method in this workspace until then. */
  holdMethod?: Temporal.Instant;
}

/** Errors that pass by themselves, or when somebody invites the bot, opens the channel or mends the token. */
const PASSING = new Set([
  ...[
    'internal_error',
    'fatal_error',
    'service_unavailable',
    'request_timeout',
    'team_added_to_org',
    'ratelimited',
  ],
  ...[
    'not_in_channel',
    'channel_not_found',
    'is_archived',
    'restricted_action',
    'account_inactive',
    'invalid_auth',
  ],
  ...['token_revoked', 'token_expired', 'not_authed', 'accesslimited', 'hash_conflict'],
]);

/** The request never left: nothing can have arrived. */
const NOT_SENT = new Set([
  ...['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH'],
  ...['UND_ERR_CONNECT_TIMEOUT', 'ERR_TLS_CERT_ALTNAME_INVALID'],
]);

interface SlackError {
  code?: string;
  name?: string;
  retryAfter?: number;
  statusCode?: number;
  data?: { error?: string };
  original?: { code?: string; cause?: { code?: string } };
  cause?: { code?: string; cause?: { code?: string } };
}

const GIVE_UP_AFTER = 60;

/**
 * A post whose answer was lost may have arrived: it is 'unknown' and never resent blindly. What Slack refused,
 * limited or never received is tried again, later each time (2 s to 10 min); what can't succeed has 'failed'.
 */
export function judgeFailure(
  error: unknown,
  { method, attempts, wallNow }: { method: string; attempts: number; wallNow: Temporal.Instant },
): Verdict {
  const { code, name, retryAfter, statusCode, data, original, cause } = error as SlackError;
  const later = wallNow.add({ seconds: Math.min(2 ** Math.min(attempts, 10), 600) });
  const retry = (reason: string): Verdict =>
    attempts >= GIVE_UP_AFTER ? { state: 'failed', reason } : { state: 'waiting', reason, nextAt: later };

  switch (code) {
    case 'slack_webapi_rate_limited_error': {
      const until = wallNow.add({ seconds: Math.max(1, Math.ceil(retryAfter ?? 1)) });
      return { state: 'waiting', reason: 'ratelimited', nextAt: until, holdMethod: until };
    }
    case 'slack_webapi_platform_error': {
      const reason = data?.error ?? 'unknown_error';
      return PASSING.has(reason) ? retry(reason) : { state: 'failed', reason };
    }
    case 'slack_webapi_http_error':
      return (statusCode ?? 0) >= 500
        ? retry(`http_${statusCode}`)
        : { state: 'failed', reason: `http_${statusCode}` };
    case 'slack_webapi_request_error': {
      const source = original?.cause?.code ?? original?.code ?? cause?.cause?.code ?? cause?.code ?? '';
      if (NOT_SENT.has(source) || method !== 'chat.postMessage') return retry(source || 'network');
      return { state: 'unknown', reason: source || 'answer_lost' };
    }
    default:
      return retry(name ?? 'error');
  }
}

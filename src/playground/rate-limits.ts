/** Slack's pace: one message a second and channel, and a tier per method. Wall time throughout. */

/** Calls a minute. Source: docs.slack.dev/apis/web-api/rate-limits and each method's page. */
const PER_MINUTE: Record<string, number> = {
  'chat.update': 50,
  'chat.delete': 50,
  'chat.postEphemeral': 100,
  'views.open': 100,
  'views.push': 100,
  'views.update': 100,
  'views.publish': 100,
  'files.completeUploadExternal': 100,
  'files.getUploadURLExternal': 100,
  'files.info': 100,
  'users.info': 100,
  'users.list': 20,
  'conversations.info': 50,
  'conversations.open': 50,
  'team.info': 50,
  'apps.connections.open': 50,
};

export interface RateLimits {
  /** Seconds to wait, or 0 when the call may pass; a call that passes counts for its tier. */
  pass(method: string, channel: string | undefined, wallNow: number): number;
  /** A message stands in the channel: the next one must wait. */
  posted(channel: string, wallNow: number): void;
}

/** Makes a keeper of the pace; an untouched minute forgives everything. */
export function createRateLimits(): RateLimits {
  const calls = new Map<string, number[]>();
  const posts = new Map<string, number>();
  return {
    posted: (channel, wallNow) => void posts.set(channel, wallNow),
    pass(method, channel, wallNow) {
      if (method === 'chat.postMessage' && channel) {
        const last = posts.get(channel);
        if (last !== undefined && wallNow - last < 1000 && wallNow >= last) return 1;
      }
      const limit = PER_MINUTE[method];
      if (limit === undefined) return 0;
      const recent = (calls.get(method) ?? []).filter((at) => wallNow - at < 60_000);
      calls.set(method, recent);
      if (recent.length >= limit)
        return Math.max(1, Math.ceil(((recent[0] ?? wallNow) + 60_000 - wallNow) / 1000));
      recent.push(wallNow);
      return 0;
    },
  };
}

/** Which scope opens which method and event. Source: the methods' and events' own reference pages. */
import type { Team } from './team.ts';

const METHOD_SCOPES: Record<string, string[]> = {
  'chat.postMessage': ['chat:write'],
  'chat.update': ['chat:write'],
  'chat.delete': ['chat:write'],
  'chat.postEphemeral': ['chat:write'],
  'conversations.info': ['channels:read', 'groups:read', 'mpim:read', 'im:read'],
  'conversations.open': ['channels:manage', 'groups:write', 'im:write', 'mpim:write'],
  'files.completeUploadExternal': ['files:write'],
  'files.getUploadURLExternal': ['files:write'],
  'files.info': ['files:read'],
  'users.info': ['users:read'],
  'users.list': ['users:read'],
  'team.info': ['team:read'],
};

const EVENT_SCOPES: Record<string, string[]> = {
  app_mention: ['app_mentions:read'],
  user_change: ['users:read'],
  member_joined_channel: ['channels:read', 'groups:read'],
  member_left_channel: ['channels:read', 'groups:read'],
  channel_archive: ['channels:read'],
  channel_unarchive: ['channels:read'],
  channel_deleted: ['channels:read'],
  group_archive: ['groups:read'],
  group_unarchive: ['groups:read'],
  group_deleted: ['groups:read'],
};

/** The scopes of the bot token. */
export function grantedScopes(team: Team): string[] {
  const { bot = [], bot_optional: optional = [] } = team.options.manifest.oauth_config?.scopes ?? {};
  return [...bot, ...(team.options.grantedOptional ?? optional)];
}

/** Any one of the scopes is enough; an empty list means that none is needed. */
export function scopesOfMethod(method: string): string[] {
  return (Object.hasOwn(METHOD_SCOPES, method) && METHOD_SCOPES[method]) || [];
}

/** Whether one of these scopes was granted, or none is needed. */
export function hasAnyScope(team: Team, scopes: string[]): boolean {
  return scopes.length === 0 || scopes.some((scope) => grantedScopes(team).includes(scope));
}

/** An event arrives only if the app subscribed to it and its scopes allow it. */
export function isSubscribed(team: Team, event: string): boolean {
  const subscribed = team.options.manifest.settings?.event_subscriptions?.bot_events ?? [];
  return subscribed.includes(event) && hasAnyScope(team, EVENT_SCOPES[event] ?? []);
}

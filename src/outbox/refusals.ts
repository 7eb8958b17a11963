import type { Trouble } from './judge.ts';

/**
 * Slack's own error words, sorted by what can be done about them. Source: the errors of chat.postMessage, chat.update
 * and views.publish at docs.slack.dev/reference/methods, and those common to all methods.
 */

/** Errors that pass by themselves. */
export const PASSING: ReadonlySet<string> = new Set([
  ...['internal_error', 'fatal_error', 'service_unavailable', 'request_timeout', 'update_failed'],
  ...['ratelimited', 'rate_limited', 'accesslimited', 'message_limit_exceeded', 'hash_conflict'],
  ...['team_added_to_org', 'external_channel_migrating', 'streaming_state_conflict'],
]);

/** The channel takes nothing, and what stands there can't be edited either. */
export const CLOSED_TO_ALL = ['not_in_channel', 'channel_not_found', 'is_archived', 'is_inactive'] as const;

/**
 * The channel takes nothing new until somebody invites the bot, opens it or changes its rules. One that takes messages
 * in threads only, or none in threads, refuses one kind of message and is no closed place.
 */
export const PLACE = [
  ...CLOSED_TO_ALL,
  ...(['restricted_action', 'restricted_action_read_only_channel', 'posting_to_channel_denied'] as const),
  ...(['ekm_access_denied', 'no_permission', 'messages_tab_disabled'] as const),
] as const;

/** In a direct message the same words mean that the person is gone or may not use the app. */
export const PERSON = [
  ...['channel_not_found', 'user_not_found', 'users_not_found', 'user_disabled', 'user_not_visible'],
  ...['cannot_dm_bot', 'is_archived', 'is_inactive', 'not_in_channel', 'app_access_restricted'],
] as const;

/** Nothing of the app goes through to the whole workspace. */
export const WORKSPACE: ReadonlySet<string> = new Set([
  ...[
    'token_revoked',
    'token_expired',
    'account_inactive',
    'invalid_auth',
    'not_authed',
    'org_login_required',
  ],
  ...[
    'missing_scope',
    'not_allowed_token_type',
    'team_access_not_granted',
    'team_not_found',
    'access_denied',
  ],
  ...['enterprise_is_restricted', 'ekm_access_revoked'],
]);

/** The message is deleted or Slack lets nobody change it any more: an update can't reach it. */
const DELETED = new Set(['message_not_found', 'cant_update_message', 'edit_window_closed', 'block_mismatch']);

/** The message in whose thread it belongs is gone or locked. */
const THREAD = new Set([
  ...['thread_not_found', 'cannot_reply_to_message', 'restricted_action_thread_locked'],
]);

/** Slack wants other blocks; a plainer message may do. */
const CONTENT = new Set(['invalid_blocks', 'invalid_blocks_format', 'msg_blocks_too_long', 'msg_too_long']);

/** True for a call that Slack refused because of its blocks or its length. */
export function isRefusedContent(error: unknown): boolean {
  return CONTENT.has((error as { data?: { error?: string } }).data?.error ?? '');
}

/** What brings a file to Slack, as long as nobody can see it. */
export const UPLOAD = 'files.getUploadURLExternal';

export function troubleOf(reason: string, method: string, target: string): Trouble {
  // The workspace took this one scope back: everything else goes through.
  if (reason === 'missing_scope' && method === UPLOAD) return 'content';
  if (WORKSPACE.has(reason)) return 'workspace';
  if (CONTENT.has(reason)) return 'content';
  if (DELETED.has(reason)) return method === 'chat.update' ? 'deleted' : 'content';
  if (THREAD.has(reason)) return 'thread';
  if (isPerson(target) && includes(PERSON, reason)) return 'person';
  return includes(PLACE, reason) ? 'place' : 'content';
}

/** A direct message goes to a person's id, everything else to a channel's. */
export function isPerson(target: string): boolean {
  return /^[UW]/.test(target);
}

function includes(words: readonly string[], word: string): boolean {
  return words.includes(word);
}

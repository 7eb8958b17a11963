/** auth.test, team.info, users.info, users.list, conversations.info, conversations.open. */
import type { Channel, User } from '../records.ts';
import { grantedScopes } from '../scopes.ts';
import { directMessage, type Team } from '../team.ts';
import { type Answer, type Args, isTrue, requireArgs } from './call.ts';

/** A user as users.info and user_change show them; the locale only when asked for. */
export function exportUser(team: Team, user: User, withLocale: boolean) {
  const now = Temporal.Instant.fromEpochMilliseconds(Math.floor(team.options.wallNow()));
  return {
    id: user.id,
    team_id: team.id,
    name: user.name,
    deleted: user.deleted,
    color: '9f69e7',
    real_name: user.name,
    tz: user.tz,
    tz_label: user.tz,
    tz_offset: now.toZonedDateTimeISO(user.tz).offsetNanoseconds / 1e9,
    profile: {
      real_name: user.name,
      real_name_normalized: user.name,
      display_name: user.name,
      display_name_normalized: user.name,
      team: team.id,
    },
    is_admin: user.isAdmin,
    is_owner: user.isOwner,
    is_primary_owner: false,
    is_restricted: user.isRestricted,
    is_ultra_restricted: user.isUltraRestricted,
    is_bot: user.isBot,
    is_app_user: false,
    updated: Math.floor(team.options.wallNow() / 1000),
    ...(withLocale ? { locale: user.locale } : {}),
  };
}

/** auth.test. */
export function testAuth(team: Team): Answer {
  return {
    url: `https://${team.domain}.slack.com/`,
    team: team.name,
    user: 'expert_desk',
    team_id: team.id,
    user_id: team.botUserId,
    bot_id: team.botId,
    is_enterprise_install: false,
  };
}

/** team.info. */
export function teamInfo(team: Team): Answer {
  return { team: { id: team.id, name: team.name, domain: team.domain, email_domain: '' } };
}

/** users.info. */
export function userInfo(team: Team, args: Args): Answer {
  const missing = requireArgs(args, 'user');
  if (missing) return missing;
  const user = team.users.get(String(args.user));
  if (!user) return { error: 'user_not_found' };
  return { user: exportUser(team, user, isTrue(args.include_locale)) };
}

/** users.list, in pages when a limit is given. */
export function listUsers(team: Team, args: Args): Answer {
  const all = [...team.users.values()];
  const limit = Number(args.limit ?? 0) || all.length;
  const start = args.cursor ? Number(Buffer.from(String(args.cursor), 'base64').toString().slice(5)) : 0;
  if (!Number.isInteger(start)) return { error: 'invalid_cursor' };
  const end = start + limit;
  const next = end < all.length ? Buffer.from(`user:${end}`).toString('base64') : '';
  const members = all.slice(start, end).map((user) => exportUser(team, user, isTrue(args.include_locale)));
  return { members, response_metadata: { next_cursor: next } };
}

/** conversations.info: each kind of channel has its own scope. */
export function conversationInfo(team: Team, args: Args): Answer {
  const missing = requireArgs(args, 'channel');
  if (missing) return missing;
  const channel = team.channels.get(String(args.channel));
  if (!channel || (channel.isPrivate && !channel.members.has(team.botUserId)))
    return { error: 'channel_not_found' };
  const needed = channel.isDm ? 'im:read' : channel.isPrivate ? 'groups:read' : 'channels:read';
  if (!grantedScopes(team).includes(needed))
    return { error: 'missing_scope', needed, provided: grantedScopes(team).join(',') };
  return { channel: exportChannel(team, channel, args) };
}

function exportChannel(team: Team, channel: Channel, args: Args) {
  const { id, created } = channel;
  if (channel.isDm) return { id, created, is_im: true, user: channel.dmUser, is_org_shared: false };
  return {
    id,
    created,
    name: channel.name,
    name_normalized: channel.name,
    is_channel: !channel.isPrivate,
    is_group: channel.isPrivate,
    is_im: false,
    is_mpim: false,
    is_private: channel.isPrivate,
    is_archived: channel.isArchived,
    is_general: false,
    is_shared: false,
    is_member: channel.members.has(team.botUserId),
    context_team_id: team.id,
    topic: { value: '', creator: '', last_set: 0 },
    purpose: { value: '', creator: '', last_set: 0 },
    ...(isTrue(args.include_locale) ? { locale: 'zh-CN' } : {}),
    ...(isTrue(args.include_num_members) ? { num_members: channel.members.size } : {}),
  };
}

/** conversations.open: one person's direct message. */
export function openConversation(team: Team, args: Args): Answer {
  if (args.channel) {
    const channel = team.channels.get(String(args.channel));
    return channel?.isDm ? { channel: { id: channel.id } } : { error: 'channel_not_found' };
  }
  const users = String(args.users ?? '')
    .split(',')
    .filter(Boolean);
  const [first] = users;
  if (!first) return { error: 'users_list_not_supplied' };
  if (users.length > 1) return { error: 'too_many_users' };
  const user = team.users.get(first);
  if (!user) return { error: 'user_not_found' };
  if (user.deleted) return { error: 'user_disabled' };
  if (user.isBot) return { error: 'cannot_dm_bot' };
  const alreadyOpen = team.channels.has(`D0${first.slice(1)}`);
  const { id } = directMessage(team, first);
  return { ...(alreadyOpen ? { no_op: true, already_open: true } : {}), channel: { id } };
}

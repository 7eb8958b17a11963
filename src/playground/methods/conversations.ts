/** conversations.info, conversations.open. */
import { exportMessage } from '../messages.ts';
import type { Channel } from '../records.ts';
import { grantedScopes } from '../scopes.ts';
import { directMessage, faultApp, type Team } from '../team.ts';
import { type Answer, type Args, isTrue, missingScope, requireArgs } from './call.ts';

/** Members of a group direct message. Source: docs.slack.dev conversations.open, errors. */
const MAX_USERS = 8;

/** conversations.info: each kind of channel has its own scope. */
export function conversationInfo(team: Team, args: Args): Answer {
  const missing = requireArgs(args, 'channel');
  if (missing) return missing;
  const channel = team.channels.get(String(args.channel));
  if (!channel || (channel.isPrivate && !channel.members.has(team.botUserId)))
    return { error: 'channel_not_found' };
  const needed = channel.isDm ? 'im:read' : channel.isPrivate ? 'groups:read' : 'channels:read';
  if (!grantedScopes(team).includes(needed)) return missingScope(team, needed);
  const shown = channel.isDm ? exportDirectMessage(team, channel) : exportChannel(team, channel);
  return {
    channel: {
      ...shown,
      ...(isTrue(args.include_locale) ? { locale: 'zh-CN' } : {}),
      ...(isTrue(args.include_num_members) ? { num_members: channel.members.size } : {}),
    },
  };
}

/** What somebody has read is not told to the bot: its own marks stand at the beginning. */
function exportDirectMessage(team: Team, { id, created, dmUser }: Channel) {
  const latest = team.messages.get(id)?.findLast(({ deleted }) => !deleted);
  return {
    id,
    created,
    is_im: true,
    is_org_shared: false,
    user: dmUser,
    last_read: '0000000000.000000',
    latest: latest ? exportMessage(team, latest) : null,
    unread_count: 0,
    unread_count_display: 0,
    is_open: true,
    priority: 0,
  };
}

function exportChannel(team: Team, channel: Channel) {
  const { id, created, name, isPrivate, isArchived, members } = channel;
  const creator = members.values().next().value ?? team.botUserId;
  return {
    id,
    created,
    creator,
    name,
    name_normalized: name,
    previous_names: [],
    is_channel: !isPrivate,
    is_group: isPrivate,
    is_im: false,
    is_mpim: false,
    is_private: isPrivate,
    is_archived: isArchived,
    is_frozen: false,
    is_general: false,
    is_shared: false,
    is_org_shared: false,
    is_ext_shared: false,
    is_pending_ext_shared: false,
    is_member: members.has(team.botUserId),
    unlinked: 0,
    updated: created * 1000,
    parent_conversation: null,
    context_team_id: team.id,
    shared_team_ids: [team.id],
    pending_shared: [],
    pending_connected_team_ids: [],
    topic: { value: '', creator: '', last_set: 0 },
    purpose: { value: '', creator: '', last_set: 0 },
  };
}

/** conversations.open: one person's direct message; for several people this workspace has none. */
export function openConversation(team: Team, args: Args): Answer {
  if (args.channel) return resumeConversation(team, args);
  const users = String(args.users ?? '')
    .split(',')
    .filter(Boolean);
  const [first] = users;
  if (!first) return { error: 'users_list_not_supplied' };
  if (users.length > MAX_USERS) return { error: 'too_many_users' };
  if (users.length > 1) return refuseGroup(team);
  if (!grantedScopes(team).includes('im:write')) return missingScope(team, 'im:write');
  const user = team.users.get(first);
  if (!user) return { error: 'user_not_found' };
  if (user.deleted) return { error: 'user_disabled' };
  if (user.isBot) return { error: 'cannot_dm_bot' };
  const wasOpen = team.channels.has(`D0${first.slice(1)}`);
  return showOpened(team, directMessage(team, first), args, wasOpen);
}

function resumeConversation(team: Team, args: Args): Answer {
  const channel = team.channels.get(String(args.channel));
  if (!channel) return { error: 'channel_not_found' };
  if (!channel.isDm) return { error: 'method_not_supported_for_channel_type' };
  return showOpened(team, channel, args, true);
}

function refuseGroup(team: Team): Answer {
  if (!grantedScopes(team).includes('mpim:write')) return missingScope(team, 'mpim:write');
  faultApp(team, 'conversations.open: this workspace has no group direct messages');
  return { error: 'method_not_supported_for_channel_type' };
}

function showOpened(team: Team, channel: Channel, args: Args, wasOpen: boolean): Answer {
  const shown = isTrue(args.return_im) ? exportDirectMessage(team, channel) : { id: channel.id };
  return { ...(wasOpen ? { no_op: true, already_open: true } : {}), channel: shown };
}

/** chat.postMessage, chat.postEphemeral, chat.getPermalink. */
import { addEphemeral, addMessage, exportMessage } from '../messages.ts';
import type { Channel } from '../records.ts';
import { directMessage, faultApp, findMessage, type Team } from '../team.ts';
import { type Answer, type Args, isTrue, requireArgs } from './call.ts';
import { readContent } from './content.ts';

type Destination = { channel: Channel } | { refusal: Answer };

/** A channel id, or a person's id, which opens the direct message. */
export function findDestination(team: Team, id: string): Destination {
  const person = team.users.get(id);
  if (person) {
    if (person.isBot) return { refusal: { error: 'cannot_dm_bot' } };
    if (person.deleted) return { refusal: { error: 'channel_not_found' } };
    return checkPosting(team, directMessage(team, id));
  }
  const channel = team.channels.get(id);
  return channel ? checkPosting(team, channel) : { refusal: { error: 'channel_not_found' } };
}

function checkPosting(team: Team, channel: Channel): Destination {
  const isMember = channel.members.has(team.botUserId);
  if (!isMember && channel.isPrivate) return { refusal: { error: 'channel_not_found' } };
  if (channel.isArchived) return { refusal: { error: 'is_archived' } };
  if (!isMember) return { refusal: { error: 'not_in_channel' } };
  if (channel.isDm && !team.options.manifest.features?.app_home?.messages_tab_enabled)
    return { refusal: { error: 'messages_tab_disabled' } };
  return { channel };
}

/** The parent of a reply; Slack's documentation warns against a reply's own `ts`. */
export function findParent(team: Team, channel: Channel, threadTs: unknown, where: string): string | Answer {
  const message = findMessage(team, channel.id, String(threadTs));
  if (!message) {
    faultApp(team, `${where}: thread_ts ${String(threadTs)} is no message of ${channel.id}`);
    return { error: 'thread_not_found' };
  }
  const parent = message.thread_ts ?? message.ts;
  if (parent !== message.ts) faultApp(team, `${where}: thread_ts is a reply's, not its parent's`);
  return parent;
}

/** chat.postMessage. */
export function postMessage(team: Team, args: Args): Answer {
  const missing = requireArgs(args, 'channel');
  if (missing) return missing;
  const found = findDestination(team, String(args.channel));
  if ('refusal' in found) return found.refusal;
  const read = readContent(team, args, 'chat.postMessage');
  if ('refusal' in read) return read.refusal;
  const parent = args.thread_ts
    ? findParent(team, found.channel, args.thread_ts, 'chat.postMessage')
    : undefined;
  if (typeof parent === 'object') return parent;
  for (const field of ['username', 'icon_emoji', 'icon_url'])
    if (args[field] !== undefined) faultApp(team, `chat.postMessage: ${field} needs chat:write.customize`);
  const message = addMessage(team, {
    channel: found.channel.id,
    user: team.botUserId,
    ...read.content,
    threadTs: parent,
    metadata: args.metadata,
    broadcast: isTrue(args.reply_broadcast),
  });
  return { channel: found.channel.id, ts: message.ts, message: exportMessage(team, message) };
}

/** chat.postEphemeral: to a member of a channel the bot is in. */
export function postEphemeral(team: Team, args: Args): Answer {
  const missing = requireArgs(args, 'channel', 'user');
  if (missing) return missing;
  const found = findDestination(team, String(args.channel));
  if ('refusal' in found) return found.refusal;
  const user = String(args.user);
  if (!found.channel.members.has(user)) return { error: 'user_not_in_channel' };
  const read = readContent(team, args, 'chat.postEphemeral');
  if ('refusal' in read) return read.refusal;
  const thread = args.thread_ts ? { thread_ts: String(args.thread_ts) } : {};
  const ephemeral = addEphemeral(team, { channel: found.channel.id, user, ...read.content, ...thread });
  return { message_ts: ephemeral.ts };
}

/** chat.getPermalink. */
export function getPermalink(team: Team, args: Args): Answer {
  const missing = requireArgs(args, 'channel', 'message_ts');
  if (missing) return missing;
  const channel = team.channels.get(String(args.channel));
  if (!channel || (channel.isPrivate && !channel.members.has(team.botUserId)))
    return { error: 'channel_not_found' };
  const message = findMessage(team, channel.id, String(args.message_ts));
  if (!message) return { error: 'message_not_found' };
  const isReply = message.thread_ts !== undefined && message.thread_ts !== message.ts;
  const thread = isReply ? `?thread_ts=${message.thread_ts}&cid=${channel.id}` : '';
  const path = `archives/${channel.id}/p${message.ts.replace('.', '')}${thread}`;
  return { channel: channel.id, permalink: `https://${team.domain}.slack.com/${path}` };
}

/** Messages in channels and threads, and who may see them. */
import type { Content } from './methods/content.ts';
import type { Channel, Ephemeral, Message } from './records.ts';
import { findMessage, freshId, freshTs, type Team } from './team.ts';

export interface NewMessage extends Content {
  channel: string;
  user: string;
  threadTs?: string;
  metadata?: unknown;
  broadcast?: boolean;
  files?: Message['files'];
}

/** Adds a message; a reply counts on its parent. */
export function addMessage(team: Team, message: NewMessage): Message {
  const added: Message = {
    ts: freshTs(team),
    channel: message.channel,
    user: message.user,
    text: message.text,
    blocks: message.blocks,
    reply_count: 0,
    ...(message.user === team.botUserId ? { bot_id: team.botId } : {}),
    ...(message.threadTs ? { thread_ts: message.threadTs } : {}),
    ...(message.metadata ? { metadata: message.metadata } : {}),
    ...(message.broadcast ? { reply_broadcast: true } : {}),
    ...(message.files ? { files: message.files } : {}),
  };
  const list = team.messages.get(message.channel) ?? [];
  team.messages.set(message.channel, list);
  list.push(added);
  const parent = message.threadTs ? findMessage(team, message.channel, message.threadTs) : undefined;
  if (parent) {
    parent.reply_count += 1;
    parent.thread_ts = parent.ts;
  }
  team.changed();
  return added;
}

/** Shows a message to one person; whoever is not at the desk never sees it. */
export function addEphemeral(team: Team, ephemeral: Omit<Ephemeral, 'id' | 'ts'>): Ephemeral {
  const ts = freshTs(team);
  const added: Ephemeral = { id: freshId(team, 'E'), ts, ...ephemeral };
  const reader = team.users.get(ephemeral.user);
  if (reader?.isActive && !reader.deleted) team.ephemerals.push(added);
  team.changed();
  return added;
}

/** Takes a message off the screen; a reply no longer counts on its parent. */
export function deleteMessage(team: Team, message: Message): void {
  message.deleted = true;
  const parent = message.thread_ts ? findMessage(team, message.channel, message.thread_ts) : undefined;
  if (parent && parent !== message) parent.reply_count -= 1;
  team.changed();
}

/** Public channels are open to all but guests; private ones and direct messages to their members. */
export function canSee(team: Team, userId: string, channel: Channel): boolean {
  if (channel.members.has(userId)) return true;
  const user = team.users.get(userId);
  return !channel.isPrivate && !channel.isDm && !user?.isRestricted && !user?.isUltraRestricted;
}

/** A message as the Web API and payloads show it. */
export function exportMessage(team: Team, message: Message) {
  const { channel: _channel, deleted: _deleted, ...rest } = message;
  const bot = message.bot_id ? { app_id: team.appId } : {};
  const { reply_count, ...alone } = rest;
  const thread = reply_count > 0 ? { reply_count } : {};
  return structuredClone({ type: 'message' as const, ...alone, ...thread, ...bot, team: team.id });
}

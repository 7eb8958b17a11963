/** Making people and channels, changing them, and the events that follow. */
import type { Courier } from './courier.ts';
import { exportUser } from './methods/people.ts';
import { buildEvent } from './payloads.ts';
import type { Channel, NewChannel, NewUser, User } from './records.ts';
import { isSubscribed } from './scopes.ts';
import type { Team } from './team.ts';

/** A person of the workspace; Chinese, in Shanghai, at the desk, unless said otherwise. */
export function insertUser(team: Team, given: NewUser): User {
  const user: User = {
    locale: 'zh-CN',
    tz: 'Asia/Shanghai',
    isAdmin: false,
    isOwner: false,
    isRestricted: false,
    isUltraRestricted: false,
    deleted: false,
    isBot: false,
    isActive: true,
    ...given,
  };
  team.users.set(user.id, user);
  team.changed();
  return user;
}

/** A channel; the bot is a member only when asked for. */
export function insertChannel(team: Team, given: NewChannel): Channel {
  const { id, name, isPrivate = false, isArchived = false, members, botIsMember = false } = given;
  const everyone = new Set(botIsMember ? [...members, team.botUserId] : members);
  const created = Math.floor(team.options.wallNow() / 1000);
  const channel: Channel = { id, name, isPrivate, isArchived, isDm: false, members: everyone, created };
  team.channels.set(id, channel);
  team.messages.set(id, team.messages.get(id) ?? []);
  team.changed();
  return channel;
}

/** Changes a person; delivers `user_change` when subscribed. Throws for an unknown id. */
export async function patchUser(
  team: Team,
  courier: Courier,
  id: string,
  patch: Partial<User>,
): Promise<void> {
  const user = team.users.get(id);
  if (!user) throw new Error(`no user ${id}`);
  Object.assign(user, patch);
  team.changed();
  const cacheTs = Math.floor(team.options.wallNow() / 1000);
  await sendIfSubscribed(team, courier, 'user_change', {
    user: exportUser(team, user, true),
    cache_ts: cacheTs,
  });
}

export interface ChannelPatch {
  name?: string;
  isArchived?: boolean;
  botIsMember?: boolean;
  /** People who join. */
  join?: string[];
  /** People who leave. */
  leave?: string[];
}

/** Changes a channel; delivers the events that follow. Throws for an unknown id. */
export async function patchChannel(
  team: Team,
  courier: Courier,
  id: string,
  patch: ChannelPatch,
): Promise<void> {
  const channel = team.channels.get(id);
  if (!channel) throw new Error(`no channel ${id}`);
  const { name = channel.name, isArchived = channel.isArchived, botIsMember, join = [], leave = [] } = patch;
  const wasArchived = channel.isArchived;
  const bot = [team.botUserId];
  const joining = [...join, ...(botIsMember === true ? bot : [])].filter((it) => !channel.members.has(it));
  const leaving = [...leave, ...(botIsMember === false ? bot : [])].filter((it) => channel.members.has(it));
  Object.assign(channel, { name, isArchived });
  for (const member of joining) channel.members.add(member);
  for (const member of leaving) channel.members.delete(member);
  team.changed();
  const kind = channel.isPrivate ? 'group' : 'channel';
  const moved = (user: string) => ({
    user,
    channel: id,
    channel_type: channel.isPrivate ? 'G' : 'C',
    team: team.id,
  });
  const sent = [
    ...joining.map((user) => sendIfSubscribed(team, courier, 'member_joined_channel', moved(user))),
    ...leaving.map((user) => sendIfSubscribed(team, courier, 'member_left_channel', moved(user))),
  ];
  if (isArchived !== wasArchived) {
    const event = `${kind}_${isArchived ? 'archive' : 'unarchive'}`;
    sent.push(sendIfSubscribed(team, courier, event, { channel: id, user: 'USLACKBOT' }));
  }
  await Promise.all(sent);
}

async function sendIfSubscribed(
  team: Team,
  courier: Courier,
  type: string,
  event: Record<string, unknown>,
): Promise<void> {
  if (!isSubscribed(team, type)) return;
  const event_ts = (team.options.wallNow() / 1000).toFixed(6);
  await courier.sendEvent(buildEvent(team, { type, ...event, event_ts }));
}

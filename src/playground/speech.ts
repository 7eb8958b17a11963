/** What people say themselves, and what calls for their attention. */
import type { Courier } from './courier.ts';
import { addMessage } from './messages.ts';
import { buildEvent } from './payloads.ts';
import type { Channel, Delivery, Message } from './records.ts';
import { isSubscribed } from './scopes.ts';
import { faultApp, type Team } from './team.ts';

/** A person's own words; a mention of the bot reaches the app where the bot is a member. */
export function speak(
  team: Team,
  courier: Courier,
  user: string,
  channel: Channel,
  text: string,
  threadTs?: string,
): { message: Message; delivery?: Promise<Delivery> } {
  if (channel.isArchived) throw new Error(`${channel.id} is archived`);
  if (channel.isDm && team.options.manifest.features?.app_home?.messages_tab_read_only_enabled)
    throw new Error('the messages tab is read-only');
  channel.members.add(user);
  const message = addMessage(team, { channel: channel.id, user, text, blocks: [], threadTs });
  const isHeard = text.includes(`<@${team.botUserId}>`) && channel.members.has(team.botUserId);
  if (!isHeard || channel.isDm) return { message };
  if (!isSubscribed(team, 'app_mention')) {
    faultApp(team, 'a mention went unheard: no app_mention event or app_mentions:read scope');
    return { message };
  }
  const { ts, thread_ts } = message;
  const event = { type: 'app_mention', user, text, ts, channel: channel.id, event_ts: ts, team: team.id };
  const delivery = courier.sendEvent(buildEvent(team, { ...event, ...(thread_ts ? { thread_ts } : {}) }));
  return { message, delivery };
}

/** Unread direct messages and mentions: the number on Slack's icon. */
export function countBadge(team: Team, user: string): number {
  let badge = 0;
  for (const channel of team.channels.values()) {
    if (!channel.members.has(user)) continue;
    const unread = (team.messages.get(channel.id) ?? []).slice(team.read.get(`${user} ${channel.id}`) ?? 0);
    badge += unread.filter(
      (message) =>
        !message.deleted &&
        message.user !== user &&
        (channel.isDm ||
          message.text.includes(`<@${user}>`) ||
          /<!(channel|here|everyone)/.test(message.text)),
    ).length;
  }
  return badge;
}

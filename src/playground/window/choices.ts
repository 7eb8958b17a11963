import type { Element, Option, OptionGroup } from './block-kit.ts';
import { channelName, type Desk } from './desk.ts';
import type { Channel } from './world.ts';

/** What a select offers, in groups; people and channels come from the workspace. */
export function groupsFor(desk: Desk, element: Element): OptionGroup[] {
  const none = { type: 'plain_text', text: '' };
  if (element.type.endsWith('users_select')) {
    const people = desk.world.users.filter((user) => !user.isBot && !user.deleted);
    return [{ label: none, options: people.map((user) => option(user.id, user.name, user.title)) }];
  }
  if (element.type.endsWith('channels_select')) {
    const open = desk.world.channels.filter((channel) => !channel.isDm && !channel.isPrivate);
    return [{ label: none, options: open.map((channel) => option(channel.id, `# ${channel.name}`)) }];
  }
  if (element.type.endsWith('conversations_select')) {
    const include = element.filter?.include;
    const seen = desk.world.channels.filter((channel) => !include || include.includes(kindOf(channel)));
    const named = seen.map((channel) =>
      option(channel.id, `${signOf(channel)}${channelName(desk, channel)}`),
    );
    return [{ label: none, options: named }];
  }
  return element.option_groups ?? [{ label: none, options: element.options ?? [] }];
}

export function optionsIn(groups: OptionGroup[]): Option[] {
  return groups.flatMap((group) => group.options);
}

function option(value: string, text: string, description?: string): Option {
  const named = { value, text: { type: 'plain_text', text } };
  return description ? { ...named, description: { type: 'plain_text', text: description } } : named;
}

function kindOf(channel: Channel): string {
  if (channel.isDm) return 'im';
  return channel.isPrivate ? 'private' : 'public';
}

function signOf(channel: Channel): string {
  if (channel.isDm) return '@ ';
  return channel.isPrivate ? '🔒 ' : '# ';
}

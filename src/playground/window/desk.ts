import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Confirm } from './block-kit.ts';
import type { Words } from './words.ts';
import type { Channel, Done, Ephemeral, Message, Request, User, World } from './world.ts';

/** Everything a part of the window needs to know about the person in front of it. */
export interface Desk {
  world: World;
  words: Words;
  locale: string;
  timeZone: string;
  /** Programme time in seconds. */
  now: number;
  ask(request: Request): Promise<Done>;
  /** Slack's confirm dialog; resolves to what the person chose. */
  confirm(confirm: Confirm): Promise<boolean>;
  /** Says in the person's language that something went wrong. */
  complain(done: Done): void;
  /** Breaks the connection on purpose. */
  drop(): void;
  /** Messages show their top-level text only, as a screen reader speaks them. */
  isPlain: boolean;
  setPlain(isPlain: boolean): void;
}

export const DeskContext = createContext<Desk | undefined>(undefined);

export function useDesk(): Desk {
  const desk = useContext(DeskContext);
  if (!desk) throw new Error('Outside of the window');
  return desk;
}

export function findUser(world: World, id: string | undefined): User | undefined {
  return world.users.find((user) => user.id === id) ?? (world.me.id === id ? world.me : undefined);
}

export function userName(desk: Desk, id: string | undefined): string {
  return findUser(desk.world, id)?.name ?? desk.words.someone;
}

/** A channel's name with its sign; a direct message goes by the other person. */
export function channelName(desk: Desk, channel: Channel): string {
  if (!channel.isDm) return channel.name;
  return userName(desk, otherIn(desk.world, channel));
}

/** Who is at the other end: the bot, unless the channel belongs to somebody else. */
export function otherIn(world: World, channel: Channel): string | undefined {
  if (channel.dmUser && channel.dmUser !== world.me.id) return channel.dmUser;
  return appUser(world)?.id;
}

/** Who wrote it; a message for one person's eyes names that person, and the app wrote it. */
export function authorOf(world: World, message: Message | Ephemeral): User | undefined {
  return 'id' in message ? appUser(world) : findUser(world, message.user);
}

export function appUser(world: World): User | undefined {
  return world.users.find((user) => user.isBot);
}

/** What to say when the app or the connection failed; never the machine's own English. */
export function reasonOf(words: Words, done: Done): string {
  return words.reasons[done.error ?? ''] ?? words.failed;
}

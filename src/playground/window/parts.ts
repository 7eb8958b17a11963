/**
 * A world in parts, so that a change sends what changed: lists of parts by name, each part with its key, in order.
 * Both ends use this file: the server takes worlds apart and compares, the browser keeps the parts and puts them
 * together again.
 */

/** What the server says. `from` is the version it builds on; 0 builds on nothing and is the whole world. */
export interface Changes {
  type: 'changes';
  from: number;
  version: number;
  lists: Record<string, ListChange>;
}

interface ListChange {
  /** Changed where they stand; new ones come last. */
  set?: [key: string, part: unknown][];
  drop?: string[];
}

/** What a world must have to be taken apart; everything else in it is a field. */
export interface Dividable {
  users: { id: string }[];
  channels: { id: string; messages: { ts: string }[] }[];
  ephemerals: { id: string }[];
  views: { id: string }[];
  /** The newest entry of its log is the first. */
  director: { log: { n: number }[] } | null;
}

/** By list and key. */
type Parts<T> = ReadonlyMap<string, ReadonlyMap<string, T>>;

const FIELDS = 'fields';

const messagesOf = (channelId: string) => `messages ${channelId}`;

/** Every part as JSON, which is what is compared and sent. */
export function takeApart(world: Dividable): Parts<string> {
  const { users, channels, ephemerals, views, director, ...fields } = world;
  const { log = [], ...direction } = director ?? {};
  const all = { ...fields, director: director && direction };
  const lists = new Map<string, Map<string, string>>();
  const list = <T>(name: string, items: readonly T[], keyOf: (item: T) => string) =>
    lists.set(name, new Map(items.map((item) => [keyOf(item), JSON.stringify(item)])));
  // Without a value there is no part, as in JSON.
  const given = Object.entries(all).filter(([, value]) => value !== undefined);
  lists.set(FIELDS, new Map(given.map(([name, value]) => [name, JSON.stringify(value)])));
  list('users', users, ({ id }) => id);
  list('ephemerals', ephemerals, ({ id }) => id);
  list('views', views, ({ id }) => id);
  list('log', log.toReversed(), ({ n }) => String(n));
  for (const { messages, ...channel } of channels) list(messagesOf(channel.id), messages, ({ ts }) => ts);
  const bare = channels.map(({ messages: _, ...channel }) => channel);
  list('channels', bare, ({ id }) => id);
  return lists;
}

/** The message that makes `after` of `before`; undefined when nothing changed. What stands in another order is sent whole. */
export function describeChange(
  before: Parts<string>,
  after: Parts<string>,
  version: number,
): string | undefined {
  const names = new Set([...before.keys(), ...after.keys()]);
  const changed: string[] = [];
  for (const name of names) {
    const change = describeList(before.get(name) ?? new Map(), after.get(name) ?? new Map());
    if (change === 'reordered') return describeWhole(after, version + 1);
    if (change) changed.push(`${JSON.stringify(name)}:${change}`);
  }
  return changed.length > 0 ? say(version, version + 1, changed) : undefined;
}

/** The message that makes a world of nothing. */
export function describeWhole(world: Parts<string>, version: number): string {
  const all = [...world].map(([name, parts]) => `${JSON.stringify(name)}:{"set":${pairs([...parts])}}`);
  return say(0, version, all);
}

function describeList(
  before: ReadonlyMap<string, string>,
  after: ReadonlyMap<string, string>,
): string | 'reordered' | undefined {
  const drop = [...before.keys()].filter((key) => !after.has(key));
  const set = [...after].filter(([key, part]) => before.get(key) !== part);
  const kept = [...before.keys()].filter((key) => after.has(key));
  const added = [...after.keys()].filter((key) => !before.has(key));
  const shown = [...kept, ...added];
  if ([...after.keys()].some((key, index) => shown[index] !== key)) return 'reordered';
  return drop.length + set.length > 0 ? `{"set":${pairs(set)},"drop":${JSON.stringify(drop)}}` : undefined;
}

function pairs(parts: readonly [string, string][]): string {
  return `[${parts.map(([key, part]) => `[${JSON.stringify(key)},${part}]`).join()}]`;
}

function say(from: number, version: number, lists: readonly string[]): string {
  return `{"type":"changes","from":${from},"version":${version},"lists":{${lists.join()}}}`;
}

export interface Mirror<W> {
  /** The world as it is now; undefined when changes are missing in between: the whole one has to be asked for. */
  take(changes: Changes): W | undefined;
}

/** The other end: keeps the parts it is sent. */
export function createMirror<W>(): Mirror<W> {
  const lists = new Map<string, Map<string, unknown>>();
  let version = 0;
  return {
    take(changes) {
      if (changes.from === 0) lists.clear();
      else if (changes.from !== version) return undefined;
      version = changes.version;
      for (const [name, { set = [], drop = [] }] of Object.entries(changes.lists)) {
        const parts = lists.get(name) ?? new Map<string, unknown>();
        lists.set(name, parts);
        for (const key of drop) parts.delete(key);
        for (const [key, part] of set) parts.set(key, part);
      }
      return putTogether(lists) as W;
    },
  };
}

function putTogether(lists: Parts<unknown>): unknown {
  const listOf = (name: string) => [...(lists.get(name)?.values() ?? [])];
  const fields = Object.fromEntries(lists.get(FIELDS) ?? []);
  const channels = [...(lists.get('channels') ?? [])].map(([id, channel]) => ({
    ...(channel as object),
    messages: listOf(messagesOf(id)),
  }));
  const { director } = fields;
  return {
    ...fields,
    users: listOf('users'),
    channels,
    ephemerals: listOf('ephemerals'),
    views: listOf('views'),
    director: director && { ...(director as object), log: listOf('log').toReversed() },
  };
}

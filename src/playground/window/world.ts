import type { Block, OptionGroup, TextObject } from './block-kit.ts';
import type { SavedState, Typed, Values } from './form-state.ts';
import type { Language } from './language.ts';

/** What the window knows, from one person's point of view; it comes in parts. */
export interface World {
  type: 'world';
  me: User;
  users: User[];
  channels: Channel[];
  ephemerals: Ephemeral[];
  views: View[];
  /** By block_id, about the view on top. */
  viewErrors: Record<string, string>;
  viewNotice?: string | null;
  home?: View | null;
  commands: Command[];
  shortcuts: Shortcut[];
  clock: { now: string; timeZone: string };
  workspace?: string;
  /** What stands in each open modal, by view id, in Slack's own shape. */
  saved?: Record<string, SavedState>;
  season: Season;
  /** Whether Slack's rate limits hold. */
  pacing: boolean;
  /** Only for a window that watches. */
  director: Director | null;
}

/** The sample season, which plays itself when the workspace is new. */
export interface Season {
  state: 'none' | 'playing' | 'done' | 'failed';
  done: number;
  total: number;
}

export interface Director {
  /** The newest hundred. */
  log: LogEntry[];
  faults: { method: string; kind: FaultKind; left: number }[];
  /** How the app is reached, and how many sockets it holds open. */
  line: { mode: DeliveryMode; connections: number };
}

export type DeliveryMode = 'http' | 'socket';

export interface LogEntry {
  n: number;
  /** Wall time. */
  at: string;
  direction: 'to_app' | 'from_app';
  name: string;
  user?: string;
  /** An HTTP status, `ok`, or why it failed. */
  status: number | string;
  ms: number;
  body: string;
  answer: string;
}

export type FaultKind = '429' | '500' | 'delay' | 'drop_after_accept' | 'drop_before';

export interface Fault {
  /** A Web API method, or `*`. */
  method: string;
  kind: FaultKind;
  times: number;
  /** Seconds. */
  retryAfter?: number;
  ms?: number;
}

export interface User {
  id: string;
  name: string;
  title?: string;
  locale?: string;
  tz?: string;
  isBot?: boolean;
  deleted?: boolean;
  /** Unread direct messages and mentions. */
  badge: number;
}

export interface Channel {
  id: string;
  name: string;
  isPrivate: boolean;
  isArchived?: boolean;
  isDm: boolean;
  dmUser?: string;
  isMember: boolean;
  unread: number;
  messages: Message[];
}

export interface Message {
  ts: string;
  user: string;
  text: string;
  blocks?: Block[];
  thread_ts?: string;
  reply_count?: number;
  edited?: unknown;
  files?: SharedFile[];
}

/** What the app has shared with a message. */
export interface SharedFile {
  id: string;
  title: string;
  name: string;
  /** In bytes. */
  size: number;
}

export interface Ephemeral extends Message {
  id: string;
  channel: string;
}

export interface View {
  id: string;
  type: string;
  title?: TextObject;
  close?: TextObject | null;
  submit?: TextObject | null;
  blocks: Block[];
}

export interface Command {
  command: string;
  description?: string;
  usage_hint?: string;
}

export interface Shortcut {
  name: string;
  type?: string;
  callback_id: string;
  description?: string;
}

/** Where a pressed button sits. */
export type Place =
  | { message: { channel: string; ts: string } }
  | { ephemeral: string }
  | { view: string }
  | { home: true };

export type Request =
  | { type: 'command'; command: string; text: string; channel: string }
  | { type: 'shortcut'; callbackId: string }
  | {
      type: 'press';
      in: Place;
      actionId: string;
      blockId: string;
      value?: string;
      selected?: Typed;
      state?: Values;
    }
  | { type: 'suggest'; in: Place; actionId: string; blockId: string; query: string }
  | { type: 'submit'; viewId: string; values: Values }
  | { type: 'closeView'; viewId: string }
  | { type: 'openHome' }
  /** Changes were missed: all of it, please. */
  | { type: 'whole' }
  | { type: 'mention' | 'say'; channel: string; text: string; threadTs?: string }
  | { type: 'read'; channel: string }
  | { type: 'language'; language: Language }
  | { type: 'clock'; move: string | { to: string } }
  | { type: 'messageShortcut'; callbackId: string; channel: string; ts: string }
  | { type: 'director'; watch: boolean }
  | { type: 'fault'; fault: Fault }
  | { type: 'clearFaults' | 'dropSocket' | 'refreshSockets' }
  | { type: 'delivery'; mode: DeliveryMode }
  | { type: 'playOn' }
  | { type: 'restart'; season: 'sample' | 'played' | 'empty' }
  | { type: 'pacing'; on: boolean };

export interface Done {
  type: 'done';
  id: number | string;
  ok: boolean;
  error?: string;
  /** What the app suggests. */
  groups?: OptionGroup[];
}

/** The person at this window is not in the workspace any more. */
export interface Gone {
  type: 'gone';
}

/** The program has just been started, and does this first. */
export interface Starting {
  type: 'starting';
  step: 'database' | 'season';
}

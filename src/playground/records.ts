/** What a workspace holds, in Slack's own words. Objects live as long as the workspace and change in place. */
import type { ViewOutput, ViewStateValue } from '@slack/bolt';
import type { File } from './file-store.ts';

export interface Block {
  type: string;
  block_id?: string;
  [field: string]: unknown;
}

export interface Element {
  type: string;
  action_id?: string;
  [field: string]: unknown;
}

export type StateValue = ViewStateValue;
/** block_id → action_id → value, as in `view.state.values`. */
export type StateValues = Record<string, Record<string, StateValue>>;

/** What a person may type into one field; an option, user, conversation or channel goes by its id. */
export type Typed = string | string[] | null;

export interface User {
  id: string;
  name: string;
  /** What the person is, shown beside the name. */
  title?: string;
  locale: string;
  tz: string;
  isAdmin: boolean;
  isOwner: boolean;
  isRestricted: boolean;
  isUltraRestricted: boolean;
  deleted: boolean;
  isBot: boolean;
  /** Of another workspace, here through a shared channel (Slack Connect): where they belong. */
  homeTeam?: string;
  /** Ephemeral messages reach only people who are at their desk. */
  isActive: boolean;
}

export type NewUser = Pick<User, 'id' | 'name'> & Partial<User>;

export interface Channel {
  id: string;
  name: string;
  isPrivate: boolean;
  isArchived: boolean;
  isDm: boolean;
  /** The person at the other end of a direct message with the bot. */
  dmUser?: string;
  members: Set<string>;
  created: number;
}

export interface NewChannel {
  id: string;
  name: string;
  isPrivate?: boolean;
  isArchived?: boolean;
  members: string[];
  botIsMember?: boolean;
}

export interface Message {
  ts: string;
  channel: string;
  user: string;
  bot_id?: string;
  text: string;
  blocks: Block[];
  thread_ts?: string;
  reply_count: number;
  reply_broadcast?: boolean;
  deleted?: boolean;
  edited?: { user: string; ts: string };
  metadata?: unknown;
  /** What was shared with it. */
  files?: File[];
}

/** A message only one person sees; gone when that person's client reloads. */
export interface Ephemeral {
  id: string;
  ts: string;
  channel: string;
  user: string;
  text: string;
  blocks: Block[];
  thread_ts?: string;
}

export interface View extends ViewOutput {
  type: 'modal' | 'home';
  blocks: Block[];
  state: { values: StateValues };
}

export interface ApiCall {
  method: string;
  args: Record<string, unknown>;
  ok: boolean;
  error?: string;
  status: number;
  /** What the app was told, unless that was lost. */
  response: unknown;
  /** Slack acted, and the app will never know. */
  answerLost?: true;
  /** Wall time in ms. */
  at: number;
  ms: number;
}

export type DeliveryKind =
  | 'command'
  | 'block_actions'
  | 'block_suggestion'
  | 'view_submission'
  | 'view_closed'
  | 'shortcut'
  | 'message_action'
  | 'event';

export interface Delivery {
  kind: DeliveryKind;
  /** The payload as an object; for a raw form the raw string. */
  body: unknown;
  /** 0 when the app could not be reached or did not answer within 3 s. */
  status: number;
  ms: number;
  /** Parsed when the app answered JSON. */
  response: unknown;
  at: number;
  retryNum?: number;
  retryReason?: string;
  /** What the person sees when the app failed: `operation_timeout`, `http_error`, `connection_failed`. */
  error?: string;
}

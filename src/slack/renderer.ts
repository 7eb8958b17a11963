import type { HomeView } from '@slack/types';
import type { Db, Trx } from '../db/open.ts';
import type { Locale } from '../i18n/locale.ts';
import type { Message } from './blocks.ts';

/** What a renderer is told; it reads the rest from the database at the moment of sending. */
export interface RenderAsk {
  teamId: string;
  target: string;
  ref: Record<string, string>;
  now: Temporal.Instant;
  /** The language of the person it goes to; undefined for a channel, which speaks the programme's. */
  locale: Locale | undefined;
  /** The zone of the person it goes to, as Slack knows it; undefined for a channel. */
  zone: string | undefined;
  /** Nothing of it stands in Slack: what is shown would be a new message. */
  isNew: boolean;
  /** Addresses can be given to people: buttons that make one are shown. */
  offersLinks?: boolean | undefined;
}

/**
 * A message; `plainer` takes its place where Slack refuses the newest blocks (`invalid_blocks`). One that `rests` is
 * changed by acts only, so the days that pass leave it alone.
 */
export type RenderedMessage = Message & { plainer?: Message; rests?: boolean };

/** A file for the thread of a message that stands; the id says which, as its bytes aren't compared. */
export interface Upload {
  id: string;
  channel: string;
  name: string;
  title: string;
  bytes: Uint8Array;
}

/** A message, a Home view, a file in a thread, or nothing to send any more. */
export type Rendered = RenderedMessage | { home: HomeView } | { upload: Upload } | undefined;
export type Renderer = (db: Db, ask: RenderAsk) => Promise<Rendered>;

/** What somebody was asked who can't be reached. */
export interface Unanswered {
  teamId: string;
  key: string;
  kind: string;
  target: string;
  ref: Record<string, string>;
}

/** A message that can't reach its person: what a room does about it, such as asking whoever stands in. */
export type OnUnreachable = (trx: Trx, asked: Unanswered) => Promise<void>;

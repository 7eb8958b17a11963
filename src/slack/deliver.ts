import type { HomeView } from '@slack/types';
import type { WebClient } from '@slack/web-api';
import type { Db } from '../db/open.ts';
import type { Locale } from '../i18n/locale.ts';
import type { Message } from './blocks.ts';
import type { LeasedRow } from './outbox-rows.ts';
import type { Readers } from './readers.ts';
import { isPerson, isRefusedContent } from './refusals.ts';

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
}

/**
 * A message; `plainer` takes its place where Slack refuses the newest blocks (`invalid_blocks`). One that `rests` is
 * changed by acts only, so the days that pass leave it alone.
 */
export type RenderedMessage = Message & { plainer?: Message; rests?: boolean };

/** A message, a Home view, or nothing to send any more. */
export type Rendered = RenderedMessage | { home: HomeView } | undefined;
export type Renderer = (db: Db, ask: RenderAsk) => Promise<Rendered>;

/** Renders a row with the renderer of its kind, in its reader's language. */
export function createRendering({
  db,
  readers,
  renderers,
  now,
}: {
  db: Db;
  readers: Readers;
  renderers: Record<string, Renderer>;
  now: () => Temporal.Instant;
}) {
  return async function render(row: LeasedRow): Promise<Rendered> {
    const renderer = renderers[row.kind];
    if (!renderer) throw new Error(`no renderer for ‘${row.kind}’`);
    const { team_id: teamId, target, ref } = row;
    const reader = isPerson(target) ? await readers.find(teamId, target) : undefined;
    return renderer(db, {
      ...{ teamId, target, ref, now: now(), locale: reader?.locale, zone: reader?.tz },
      isNew: row.ts === null,
    });
  };
}

/** Shows it; where Slack refuses its blocks, the plainer message takes their place. */
export async function show(client: WebClient, row: LeasedRow, rendered: Exclude<Rendered, undefined>) {
  try {
    return await callSlack(client, row, rendered);
  } catch (error) {
    const plainer = 'plainer' in rendered ? rendered.plainer : undefined;
    if (!plainer || !isRefusedContent(error)) throw error;
    return callSlack(client, row, plainer);
  }
}

/** The one call that shows it: Home, an update of what stands, or a new message (in its thread). */
async function callSlack(client: WebClient, row: LeasedRow, rendered: Exclude<Rendered, undefined>) {
  if ('home' in rendered) {
    await client.views.publish({ user_id: row.target, view: rendered.home });
    return {};
  }
  const { text, blocks } = rendered;
  if (row.ts && row.channel_id) {
    await client.chat.update({
      channel: row.channel_id,
      ts: row.ts,
      text,
      blocks,
      parse: 'none',
      link_names: false,
    });
    return {};
  }
  const posted = await client.chat.postMessage({
    ...{ channel: row.target, text, blocks, mrkdwn: false, unfurl_links: false, unfurl_media: false },
    ...(row.parent_ts ? { thread_ts: row.parent_ts } : {}),
  });
  return { channel_id: posted.channel ?? row.target, ts: posted.ts ?? null };
}

import type { WebClient } from '@slack/web-api';
import type { Db } from '../db/open.ts';
import type { Readers } from '../slack/reader.ts';
import type { Rendered, Renderer } from '../slack/renderer.ts';
import type { LeasedRow } from './lease.ts';
import { isPerson, isRefusedContent } from './refusals.ts';
import { upload } from './upload.ts';

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
  if ('upload' in rendered) {
    await upload(client, rendered.upload, row.parent_ts);
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

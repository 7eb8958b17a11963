import type { Db } from '../db/open.ts';
import { findYear } from '../programme/repository.ts';
import type { RoomRenderer } from '../room.ts';
import type { RenderAsk, Rendered } from '../slack/renderer.ts';
import { buildRetentionNotice } from './views.ts';

async function renderRetention(db: Db, { teamId, ref, locale = 'zh' }: RenderAsk): Promise<Rendered> {
  const programme = await findYear(db, { teamId, year: Number(ref.year ?? 0) });
  return programme && buildRetentionNotice(programme, Temporal.Instant.from(ref.at ?? ''), locale);
}

export const privacyRenderers: Record<string, RoomRenderer> = { retention_notice: renderRetention };

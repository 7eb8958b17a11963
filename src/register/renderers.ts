import { z } from 'zod';
import type { Db } from '../db/open.ts';
import { findReader } from '../directory/readers.ts';
import { findExpert } from '../directory/repository.ts';
import type { Room, RoomRenderer } from '../room.ts';
import type { RenderAsk, Rendered } from '../slack/renderer.ts';
import { referencesTo, sayMoved } from './holdings-sql.ts';
import { movedRows } from './replace-sql.ts';
import { buildHandedOver, buildMergedNotice } from './views.ts';

/** What the trail keeps of a handover. */
export const keptHandOver = z.object({ to: z.string(), moved: movedRows });

async function renderMerged(db: Db, { teamId, ref, locale = 'zh' }: RenderAsk): Promise<Rendered> {
  const expert = await findExpert(db, teamId, ref.expertId ?? '');
  return expert && buildMergedNotice(expert, locale);
}

async function renderHandedOver(
  db: Db,
  { teamId, target, ref, locale = 'zh' }: RenderAsk,
  rooms: readonly Room[],
): Promise<Rendered> {
  const act = await db
    .selectFrom('audit')
    .select(['actor', 'object_id', 'details'])
    .where('team_id', '=', teamId)
    .where('id', '=', Number(ref.auditId ?? 0))
    .executeTakeFirst();
  const kept = keptHandOver.safeParse(act?.details);
  if (!act || !kept.success) return undefined;
  const { to, moved } = kept.data;
  const nameOf = async (userId: string) => (await findReader(db, teamId, userId))?.name ?? userId;
  const what = sayMoved(referencesTo(rooms, 'account'), moved, locale);
  const said = { from: await nameOf(act.object_id), to: await nameOf(to), by: await nameOf(act.actor), what };
  return buildHandedOver(target === to ? 'taken_over' : 'given_away', said, locale);
}

export const registerRenderers: Record<string, RoomRenderer> = {
  merged: renderMerged,
  handed_over: renderHandedOver,
};

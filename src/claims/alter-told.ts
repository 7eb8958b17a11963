import { z } from 'zod';
import type { Db } from '../db/open.ts';
import { CHANGEABLE, type Diff } from '../demands/changeable.ts';
import { findLastAct } from '../demands/listings.ts';
import type { Moved } from './keep-views.ts';

/** What the date was before it last moved, and why it did. */
export async function findLastMove(db: Db, teamId: string, demandId: string): Promise<Moved | undefined> {
  const act = await findLastAct(db, teamId, demandId, ['change_demand', 'reopen_demand']);
  if (!act) return undefined;
  const { was, reason } = toldOf(act.details);
  return { before: was, reason };
}

const WORD = z.string().catch('');
const VALUE = z.union([z.string(), z.number(), z.null()]);
const TOLD = z.object({
  reason: WORD,
  was: z.object({
    time_text: WORD,
    service_start: z.string().nullish().catch(null),
    service_end: z.string().nullish().catch(null),
  }),
  changed: z.partialRecord(z.enum(CHANGEABLE), z.object({ from: VALUE, to: VALUE })).catch({}),
});

/** What the record of such an act says to those who are told; a word of another release is left out. */
export function toldOf(details: Record<string, unknown>) {
  const { reason, was, changed } = TOLD.parse({ was: {}, ...details });
  return {
    reason,
    changed: changed as Diff,
    was: {
      timeText: was.time_text,
      serviceStart: was.service_start ?? undefined,
      serviceEnd: was.service_end ?? undefined,
    },
  };
}

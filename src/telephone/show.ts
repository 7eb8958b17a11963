import type { Db, Trx } from '../db/open.ts';
import { enqueueHomes } from '../directory/homes.ts';
import { listGrants } from '../directory/roles.ts';
import { markChanged } from '../outbox/marks.ts';
import { today } from '../programme/programme.ts';
import { findProgramme } from '../programme/repository.ts';
import { bundleKeysNear, type Near, ringersAmong } from './line.ts';

/** The bundle of today and the Home of all who tell these lines show how they stand. */
export async function showRingers(
  trx: Trx,
  teamId: string,
  lines: readonly Near[],
  now: Temporal.Instant,
): Promise<void> {
  const grants = await listGrants(trx, teamId);
  const ringers = [...new Set(lines.flatMap((line) => ringersAmong(grants, line)))];
  const day = await dayOf(trx, teamId, now);
  await markChanged(trx, { teamId, views: ringers.flatMap((one) => bundleKeysNear(one, day)) });
  await enqueueHomes(trx, teamId, ringers);
}

async function dayOf(db: Db, teamId: string, now: Temporal.Instant): Promise<Temporal.PlainDate> {
  const programme = await findProgramme(db, teamId);
  return today(programme ?? { timeZone: 'Asia/Shanghai' }, now);
}

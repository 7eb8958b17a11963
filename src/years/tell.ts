import type { Trx } from '../db/open.ts';
import { enqueueHomes } from '../directory/homes.ts';
import { listGrants } from '../directory/roles.ts';
import { makeDue } from '../outbox/agenda.ts';
import { enqueueNotice } from '../outbox/enqueue.ts';
import type { Begun } from '../programme/opening.ts';

/** A year became another one: every coordinator's Home shows it, and whatever looks by the clock looks again. */
export async function showYears(trx: Trx, teamId: string): Promise<void> {
  const coordinators = (await listGrants(trx, teamId)).map(({ user_id }) => user_id);
  await enqueueHomes(trx, teamId, coordinators);
  await makeDue(trx, teamId);
}

/** The needs channel reads that a year has begun, once. */
export async function welcome(
  trx: Trx,
  teamId: string,
  year: number,
  { channelId: target, openedBy: by }: Begun,
): Promise<void> {
  await enqueueNotice(trx, {
    teamId,
    key: `welcome:year:${year}`,
    kind: 'welcome',
    target,
    ref: { by, year: String(year) },
  });
}

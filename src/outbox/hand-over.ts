import { actOnce } from '../db/audit.ts';
import type { Db } from '../db/open.ts';
import type { TroubleHooks } from './aftermath.ts';

/**
 * Somebody's account was deactivated: what they were asked last and have not answered goes to whoever stands in.
 * What was still to be sent to them fails when its turn comes, and says so.
 */
export async function handOver(
  db: Db,
  { teamId, userId }: { teamId: string; userId: string },
  { onUnreachable }: Pick<TroubleHooks, 'onUnreachable'>,
): Promise<void> {
  await actOnce(db, async (trx) => {
    const asked = await trx
      .selectFrom('outgoing')
      .distinctOn(['kind', 'ref'])
      .select(['key', 'kind', 'ref'])
      .where('team_id', '=', teamId)
      .where('target', '=', userId)
      .where('kind', 'in', Object.keys(onUnreachable))
      .where('state', 'in', ['sent', 'unknown'])
      .orderBy('kind')
      .orderBy('ref')
      .orderBy('seq', 'desc')
      .execute();
    for (const { key, kind, ref } of asked)
      await onUnreachable[kind]?.(trx, { teamId, key, kind, target: userId, ref });
  });
}

import type { Db } from '../db/open.ts';
import type { TroubleHooks } from './aftermath.ts';

/**
 * Somebody's account was deactivated: what they were asked and have not answered goes to whoever stands in for them.
 * What was still to be sent to them fails when its turn comes, and says so.
 */
export async function handOver(
  db: Db,
  { teamId, userId, now }: { teamId: string; userId: string; now: Temporal.Instant },
  { onUnreachable }: Pick<TroubleHooks, 'onUnreachable'>,
): Promise<void> {
  await db.transaction().execute(async (trx) => {
    const asked = await trx
      .selectFrom('outgoing')
      .select(['kind', 'ref'])
      .where('team_id', '=', teamId)
      .where('target', '=', userId)
      .where('kind', 'in', Object.keys(onUnreachable))
      .where('state', 'in', ['sent', 'unknown'])
      .orderBy('seq')
      .execute();
    for (const { kind, ref } of asked) await onUnreachable[kind]?.(trx, { teamId, target: userId, ref, now });
  });
}

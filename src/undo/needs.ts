import { type SqlBool, sql } from 'kysely';
import { type Before, putBackNeed } from '../claims/alter-sql.ts';
import type { Trx } from '../db/open.ts';
import type { Demand } from '../demands/demand.ts';
import { lockDemand } from '../demands/repository.ts';
import { claimActsSince, nothingSince, type Undoing } from './sql.ts';

/**
 * The need, its slots, its claims and their consents as they stood before it was changed, postponed, reopened or closed;
 * not once anybody has claimed it, answered about one of its claims, or reported on it.
 */
export async function takeBackAlteration(trx: Trx, undoing: Undoing, { id }: Demand): Promise<boolean> {
  const { teamId, done, now } = undoing;
  await lockDemand(trx, teamId, id);
  await sql`select id from claim where team_id = ${teamId} and demand_id = ${id} order by id for update`.execute(
    trx,
  );
  const { rows } = await sql<{ possible: SqlBool }>`
    select ${nothingSince(undoing)} and not exists (
      ${claimActsSince(undoing, id)}
      union all
      select 1 from report r where r.team_id = ${teamId} and r.demand_id = ${id} and r.changed_at >= ${done.at}
    ) as possible`.execute(trx);
  if (!rows[0]?.possible) return false;
  return putBackNeed(trx, teamId, id, done.details.before as Before, now);
}

/** The follow-up visit was never asked for: its need is cancelled, and the one that it follows stays as it is. */
export async function takeBackFollowUp(trx: Trx, undoing: Undoing, { id }: Demand): Promise<boolean> {
  const { teamId, now } = undoing;
  await lockDemand(trx, teamId, id);
  const row = await trx
    .updateTable('demand')
    .set({ state: 'cancelled', changed_at: now })
    .where('team_id', '=', teamId)
    .where('id', '=', id)
    .where('state', '=', 'submitted')
    .where(nothingSince(undoing))
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
}

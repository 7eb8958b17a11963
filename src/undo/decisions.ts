import { type SqlBool, sql } from 'kysely';
import { z } from 'zod';
import type { Trx } from '../db/open.ts';
import type { Demand } from '../demands/demand.ts';
import { lockDemand } from '../demands/repository.ts';
import type { Expert } from '../directory/expert.ts';
import { reopenLines } from '../outbox/telephone-sql.ts';
import { type Condition, dropContacts, nothingSince, type Undoing } from './sql.ts';

/**
 * 'published' → where it stood, without slots, and without whom the publication named as the unit's contact. Like
 * every step back it takes its lock first and then acts by one guarded statement, so that it sees whatever was
 * committed while it waited; false when it is no longer possible.
 */
export async function unpublish(trx: Trx, undoing: Undoing, demand: Demand): Promise<boolean> {
  const { teamId, done } = undoing;
  const { id: demandId, hostUnitId } = demand;
  const unused = sql<SqlBool>`not exists (
    select 1 from claim c where c.team_id = ${teamId} and c.demand_id = ${demandId}
    union all select 1 from report r where r.team_id = ${teamId} and r.demand_id = ${demandId})`;
  if (!(await reopenDemand(trx, undoing, demand, 'published', unused))) return false;
  await trx.deleteFrom('slot').where('team_id', '=', teamId).where('demand_id', '=', demandId).execute();
  await dropContacts(trx, teamId, hostUnitId, done);
  return true;
}

/** No longer instant; and no longer published, where it was published with it. */
export async function takeBackGrant(trx: Trx, undoing: Undoing, demand: Demand): Promise<boolean> {
  const { teamId, done, now } = undoing;
  if (done.details.from !== 'published') return unpublish(trx, undoing, demand);
  await lockDemand(trx, teamId, demand.id);
  const row = await trx
    .updateTable('demand')
    .set({ instant: false, changed_at: now })
    .where('team_id', '=', teamId)
    .where('id', '=', demand.id)
    .where('state', '=', 'published')
    .where(
      sql<SqlBool>`not exists (
        select 1 from claim c
        where c.team_id = ${teamId} and c.demand_id = ${demand.id} and c.claimed_at >= ${done.at})`,
    )
    .where(nothingSince(undoing))
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
}

/** 'returned' or 'rejected' → where it stood. */
export async function takeBackReason(trx: Trx, undoing: Undoing, demand: Demand): Promise<boolean> {
  const state = undoing.done.act === 'return_demand' ? 'returned' : 'rejected';
  return reopenDemand(trx, undoing, demand, state, sql<SqlBool>`true`);
}

async function reopenDemand(
  trx: Trx,
  undoing: Undoing,
  { id }: Demand,
  from: 'published' | 'returned' | 'rejected',
  condition: Condition,
): Promise<boolean> {
  const { teamId, done, now } = undoing;
  await lockDemand(trx, teamId, id);
  const row = await trx
    .updateTable('demand')
    .set({
      state: done.details.from === 'bureau_review' ? 'bureau_review' : 'submitted',
      reason: null,
      published_at: null,
      instant: false,
      changed_at: now,
      ...fieldBefore(done.details),
    })
    .where('team_id', '=', teamId)
    .where('id', '=', id)
    .where('state', '=', from)
    .where(condition)
    .where(nothingSince(undoing))
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
}

/** The field as it was asked for, where the publication settled another. */
function fieldBefore({ field }: Record<string, unknown>): { field?: string | null } {
  if (typeof field !== 'object' || field === null || !('from' in field)) return {};
  return typeof field.from === 'string' || field.from === null ? { field: field.from } : {};
}

/** 'verified' → 'registered'; who was named for the home unit by it is so no longer. */
export async function takeBackVerification(trx: Trx, undoing: Undoing, expert: Expert): Promise<boolean> {
  const { teamId, done } = undoing;
  const { rows } = await sql<{ id: string }>`
    select id from expert where team_id = ${teamId} and id = ${expert.id} for update`.execute(trx);
  if (rows.length === 0) return false;
  const row = await trx
    .updateTable('expert')
    .set({ state: 'registered', verified_by: null, verified_at: null })
    .where('team_id', '=', teamId)
    .where('id', '=', expert.id)
    .where('state', '=', 'verified')
    .where(
      sql<SqlBool>`not exists (
        select 1 from claim c
        where c.team_id = ${teamId} and c.expert_id = ${expert.id} and c.claimed_at >= ${done.at}
        union all select 1 from report_expert re join report r on r.team_id = re.team_id and r.id = re.report_id
        where re.team_id = ${teamId} and re.expert_id = ${expert.id} and r.changed_at >= ${done.at})`,
    )
    .where(nothingSince(undoing))
    .returning('id')
    .executeTakeFirst();
  if (!row) return false;
  await dropContacts(trx, teamId, expert.employerId, done);
  if (expert.secondEmployerId) await dropContacts(trx, teamId, expert.secondEmployerId, done);
  return true;
}

/** Without an account again, while nobody has done anything by it since. */
export async function takeBackLink(trx: Trx, undoing: Undoing, expert: Expert): Promise<boolean> {
  const { teamId, done } = undoing;
  const account = String(done.details.account);
  const row = await trx
    .updateTable('expert')
    .set({ user_id: null })
    .where('team_id', '=', teamId)
    .where('id', '=', expert.id)
    .where('user_id', '=', account)
    .where(
      sql<SqlBool>`not exists (
        select 1 from audit a where a.team_id = ${teamId} and a.actor = ${account} and a.id > ${done.id}
          and a.outcome = 'done')`,
    )
    .where(nothingSince(undoing))
    .returning('id')
    .executeTakeFirst();
  if (!row) return false;
  await reopenLines(trx, teamId, z.array(z.number()).catch([]).parse(done.details.lines));
  return true;
}

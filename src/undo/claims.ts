import { type SqlBool, sql } from 'kysely';
import type { ClaimFile, ClaimState } from '../claims/claim.ts';
import { claimNow } from '../claims/claim-sql.ts';
import { restoreSlot } from '../claims/take-slot.ts';
import type { Trx } from '../db/open.ts';
import { lockDemand } from '../demands/repository.ts';
import { type Condition, nothingSince, type Undoing } from './sql.ts';

/** How a claim ends by an act that can be taken back. */
const ENDS = ['withdrawn', 'no_show', 'recalled', 'report_waived'] as const;

/** 'host_pending' → 'home_unit_pending', without the consent. */
export async function takeBackConsent(trx: Trx, undoing: Undoing, { claim }: ClaimFile): Promise<boolean> {
  const { teamId } = undoing;
  const change = { state: 'home_unit_pending' as const, consented_at: null };
  if (!(await moveBack(trx, undoing, claim.id, 'host_pending', change, sql<SqlBool>`true`))) return false;
  await trx.deleteFrom('consent').where('team_id', '=', teamId).where('claim_id', '=', claim.id).execute();
  return true;
}

/** 'confirmed' → 'host_pending', before the service. */
export async function takeBackAcceptance(trx: Trx, undoing: Undoing, file: ClaimFile): Promise<boolean> {
  const { teamId, today } = undoing;
  const { claim, demand } = file;
  await lockDemand(trx, teamId, demand.id);
  const notBegun = sql<SqlBool>`not exists (
    select 1 from demand d where d.team_id = ${teamId} and d.id = ${demand.id} and d.service_start <= ${today}::date
    union all select 1 from report r join report_expert re on re.team_id = r.team_id and re.report_id = r.id
      where r.team_id = ${teamId} and r.demand_id = ${demand.id} and re.expert_id = ${claim.expertId})`;
  const change = { state: 'host_pending' as const, confirmed_at: null };
  return moveBack(trx, undoing, claim.id, 'confirmed', change, notBegun);
}

async function moveBack(
  trx: Trx,
  undoing: Undoing,
  id: string,
  from: ClaimState,
  change: { state: ClaimState; consented_at?: null; confirmed_at?: null },
  condition: Condition,
): Promise<boolean> {
  const { teamId } = undoing;
  await claimNow(trx, teamId, id, [from]);
  const row = await trx
    .updateTable('claim')
    .set(change)
    .where('team_id', '=', teamId)
    .where('id', '=', id)
    .where('state', '=', from)
    .where(condition)
    .where(nothingSince(undoing))
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
}

/** Said not to have come → 'confirmed'. */
export async function takeBackNoShow(trx: Trx, undoing: Undoing, { claim }: ClaimFile): Promise<boolean> {
  return moveBack(trx, undoing, claim.id, 'no_show_reported', { state: 'confirmed' }, sql<SqlBool>`true`);
}

/** 'confirmed' → said not to have come, as it was before a coordinator dismissed it; not once a report speaks of it. */
export async function takeBackDismissal(trx: Trx, undoing: Undoing, { claim }: ClaimFile): Promise<boolean> {
  const state = claim.objection === undefined ? 'no_show_reported' : 'no_show_objected';
  return moveBack(trx, undoing, claim.id, 'confirmed', { state }, sql<SqlBool>`not reported`);
}

/** Ended → where the claim stood, on its slot or another free one, and within the limit; see `restoreSlot`. */
export async function restoreClaim(trx: Trx, undoing: Undoing, { claim }: ClaimFile): Promise<boolean> {
  const { teamId, today } = undoing;
  const { demandId, expertId } = claim;
  const ended = await claimNow(trx, teamId, claim.id, ENDS);
  if (ended === undefined) return false;
  return restoreSlot(trx, { teamId, demandId, expertId, today }, ended, nothingSince(undoing));
}

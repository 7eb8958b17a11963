import { type SqlBool, sql } from 'kysely';
import type { ClaimFile, ClaimState } from '../claims/claim.ts';
import { claimNow } from '../claims/claim-sql.ts';
import { giveBackLiveNumbers } from '../claims/take-slot.ts';
import type { Trx } from '../db/open.ts';
import { lockDemand } from '../demands/repository.ts';
import { type Condition, nothingSince, type Undoing } from './sql.ts';

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

/**
 * 'withdrawn' → where the claim stood, on its slot or another free one, and within the limit; the same rules as
 * `takeSlot`.
 *
 * @throws a unique violation when another click took the same live number at this moment.
 */
export async function restoreClaim(trx: Trx, undoing: Undoing, file: ClaimFile): Promise<boolean> {
  const { teamId, today } = undoing;
  const { id: claimId, demandId, expertId, slotNo } = file.claim;
  await lockDemand(trx, teamId, demandId);
  await claimNow(trx, teamId, claimId, ['withdrawn']);
  await giveBackLiveNumbers(trx, { teamId, expertId, today });
  const { rows } = await sql<{ id: string }>`
    with chair as (
      select min(n) as live_no
      from expert e, generate_series(1, e.max_active_claims) n
      where e.team_id = ${teamId} and e.id = ${expertId} and e.state = 'verified'
        and not exists (
          select 1 from claim c where c.team_id = e.team_id and c.expert_id = e.id
            and (c.live_no = n or c.demand_id = ${demandId} and c.ended_at is null)
        )
    ), free as (
      select s.no, chair.live_no
      from chair, slot s join demand d on d.team_id = s.team_id and d.id = s.demand_id
      where chair.live_no is not null
        and s.team_id = ${teamId} and s.demand_id = ${demandId} and s.expert_id is null
        and d.state = 'published' and coalesce(d.service_end, 'infinity') >= ${today}::date
      order by s.no <> ${slotNo}, s.no
      limit 1
      for update of s
    ), seated as (
      update claim set ended_at = null, reason = null, live_no = free.live_no, slot_no = free.no,
        state = case when confirmed_at is not null then 'confirmed'
          when consented_at is not null then 'host_pending' else 'home_unit_pending' end
      from free
      where claim.team_id = ${teamId} and claim.id = ${claimId} and claim.state = 'withdrawn'
        and ${nothingSince(undoing)}
      returning claim.id, claim.slot_no
    ), taken as (
      update slot set expert_id = ${expertId}, claim_id = ${claimId}
      from seated
      where slot.team_id = ${teamId} and slot.demand_id = ${demandId} and slot.no = seated.slot_no
    )
    select id from seated`.execute(trx);
  return rows.length > 0;
}

import { type SqlBool, sql } from 'kysely';
import type { Trx } from '../db/open.ts';
import { staysOpen } from '../programme/live-years.ts';
import { makeRecordDue } from '../reports/record-due.ts';
import type { Report } from '../reports/report.ts';
import { holdForReport } from '../reports/repository.ts';
import { markReported } from '../reports/versions.ts';
import { claimActsSince, nothingSince, type Undoing } from './sql.ts';

/**
 * 'voided' → 'accepted': its figures count again. Not where the service was reported anew meanwhile, a claim of it was
 * acted on, or the year is closed: there corrections took them out, which stay on record.
 */
export async function takeBackVoid(
  trx: Trx,
  undoing: Undoing,
  { id, year, demandId, expertIds }: Report,
): Promise<boolean> {
  const { teamId, done, now } = undoing;
  if ((await holdForReport(trx, { teamId, year, demandId, expertIds })) !== 'held') return false;
  const people = sql`any(${[...expertIds]}::text[])`;
  const row = await trx
    .updateTable('report')
    .set({ state: 'accepted', reason: null, duplicate_of: null, changed_at: now })
    .where('team_id', '=', teamId)
    .where('id', '=', id)
    .where('state', '=', 'voided')
    .where(
      sql<SqlBool>`not exists (
        ${claimActsSince(undoing, demandId, sql`c.expert_id = ${people}`)}
        union all
        select 1 from report r join report_expert re on re.team_id = r.team_id and re.report_id = r.id
        where r.team_id = ${teamId} and r.demand_id = ${demandId} and r.id <> ${id} and r.changed_at >= ${done.at}
          and re.expert_id = ${people})`,
    )
    .where(nothingSince(undoing))
    .returning('id')
    .executeTakeFirst();
  if (!row) return false;
  await markReported(trx, teamId, [demandId]);
  await makeRecordDue(trx, teamId, [id], now);
  return true;
}

/** 'objected' → where it stood: with the host, or with the coordinator where its expert had objected. */
export async function takeBackObjection(trx: Trx, undoing: Undoing, { id, year }: Report): Promise<boolean> {
  const { teamId, done, now } = undoing;
  const state = done.details.from === 'host_confirmed' ? 'host_confirmed' : 'submitted';
  await sql`select 1 from report where team_id = ${teamId} and id = ${id} for update`.execute(trx);
  const row = await trx
    .updateTable('report')
    .set({ state, reason: null, changed_at: now })
    .where('team_id', '=', teamId)
    .where('id', '=', id)
    .where('state', '=', 'objected')
    .where(staysOpen(teamId, year))
    .where(nothingSince(undoing))
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
}

import { sql } from 'kysely';
import type { Trx } from '../db/open.ts';
import { staysOpen } from '../programme/live-years.ts';
import { findSummary } from './repository.ts';
import type { Summary } from './summary.ts';

/** What the bureau grants a unit whose turn it is; given anew, the newest holds. */
export interface Granted {
  teamId: string;
  summary: Summary;
  by: string;
  now: Temporal.Instant;
}

/** Nobody hands it in, waives or extends it until the transaction ends; undefined when the year is closed. */
export async function lockSummary(
  trx: Trx,
  teamId: string,
  { id, year }: Summary,
): Promise<Summary | undefined> {
  const { rows } = await sql`
    select 1 from yearly_summary s where s.team_id = ${teamId} and s.id = ${id} and ${staysOpen(teamId, year)}
    for update of s`.execute(trx);
  return rows.length > 0 ? findSummary(trx, teamId, id) : undefined;
}

/** What was granted before, for whoever takes back what is granted now. */
export async function readGrants(
  trx: Trx,
  teamId: string,
  id: string,
): Promise<Record<string, string | null>> {
  const row = await trx
    .selectFrom('yearly_summary')
    .select(['extended_until', 'waived_at', 'waived_by', 'waive_reason'])
    .where('team_id', '=', teamId)
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  return {
    extendedUntil: row.extended_until?.toString() ?? null,
    waivedAt: row.waived_at?.toString() ?? null,
    waivedBy: row.waived_by,
    waiveReason: row.waive_reason,
  };
}

/** A deadline of its own; one that was waived is owed again. */
export async function extendSummary(
  trx: Trx,
  { teamId, summary }: Granted,
  until: Temporal.Instant,
): Promise<void> {
  await trx
    .updateTable('yearly_summary')
    .set({ extended_until: until, waived_at: null, waived_by: null, waive_reason: null })
    .where('team_id', '=', teamId)
    .where('id', '=', summary.id)
    .execute();
}

/** None is owed any more. */
export async function waiveSummary(
  trx: Trx,
  { teamId, summary, by, now }: Granted,
  reason: string,
): Promise<void> {
  await trx
    .updateTable('yearly_summary')
    .set({ waived_at: now, waived_by: by, waive_reason: reason })
    .where('team_id', '=', teamId)
    .where('id', '=', summary.id)
    .execute();
}

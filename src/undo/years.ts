import { type SqlBool, sql } from 'kysely';
import { z } from 'zod';
import type { Trx } from '../db/open.ts';
import { staysOpen } from '../programme/live-years.ts';
import type { Programme } from '../programme/programme.ts';
import type { Summary } from '../summaries/summary.ts';
import { nothingSince, type Undoing } from './sql.ts';

/** 'closed' → 'closing': its figures are alive again. Not once something was corrected, which needs what was frozen. */
export async function reopenYear(trx: Trx, undoing: Undoing, { year }: Programme): Promise<boolean> {
  const { teamId } = undoing;
  await sql`select 1 from programme_year where team_id = ${teamId} and year = ${year} for update`.execute(
    trx,
  );
  const row = await trx
    .updateTable('programme_year')
    .set({ state: 'closing', frozen: null, closed_at: null, closed_by: null })
    .where('team_id', '=', teamId)
    .where('year', '=', year)
    .where('state', '=', 'closed')
    .where(
      sql<SqlBool>`not exists (
        select 1 from year_correction c where c.team_id = ${teamId} and c.year = ${year})`,
    )
    .where(nothingSince(undoing))
    .returning('year')
    .executeTakeFirst();
  return row !== undefined;
}

/** Opened ahead, and nothing belongs to it yet: it is not there any more. Not once it has begun. */
export async function takeBackOpening(trx: Trx, undoing: Undoing): Promise<boolean> {
  const { teamId, done } = undoing;
  const row = await trx
    .deleteFrom('programme_year')
    .where('team_id', '=', teamId)
    .where('year', '=', Number(done.objectId))
    .where('state', '=', 'open')
    .where('current', '=', false)
    .where(nothingSince(undoing))
    .returning('year')
    .executeTakeFirst();
  return row !== undefined;
}

const granted = z.object({
  before: z.object({
    extendedUntil: z.string().nullable(),
    waivedAt: z.string().nullable(),
    waivedBy: z.string().nullable(),
    waiveReason: z.string().nullable(),
  }),
});

/** What was granted before holds again; not in a year that was closed because of it. */
export async function takeBackSummaryGrant(
  trx: Trx,
  undoing: Undoing,
  { id, year }: Summary,
): Promise<boolean> {
  const { teamId, done } = undoing;
  const read = granted.safeParse(done.details);
  if (!read.success) return false;
  const { extendedUntil, waivedAt, waivedBy, waiveReason } = read.data.before;
  const momentOf = (text: string | null) => (text === null ? null : Temporal.Instant.from(text));
  await sql`select 1 from yearly_summary where team_id = ${teamId} and id = ${id} for update`.execute(trx);
  const row = await trx
    .updateTable('yearly_summary')
    .set({
      extended_until: momentOf(extendedUntil),
      waived_at: momentOf(waivedAt),
      waived_by: waivedBy,
      waive_reason: waiveReason,
    })
    .where('team_id', '=', teamId)
    .where('id', '=', id)
    .where(staysOpen(teamId, year))
    .where(nothingSince(undoing))
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
}

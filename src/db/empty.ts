import type { Db, Trx } from './open.ts';
import type { Tables } from './tables.ts';

/** Every table, those that refer to others first. */
export const EMPTIED_IN_ORDER = [
  ...(['nudge', 'nudge_message', 'nudge_snooze', 'nudge_handover', 'absence'] as const),
  ...(['digest_issue', 'digest_channel', 'invitation', 'ask_round', 'outgoing'] as const),
  ...(['report_file', 'report_version', 'report_expert', 'report', 'consent', 'slot', 'claim'] as const),
  ...(['yearly_summary_version', 'yearly_summary'] as const),
  ...(['demand', 'expert', 'organisation_contact', 'organisation', 'role_grant', 'audit', 'draft'] as const),
  ...([
    'slack_user',
    'counter',
    'programme_year',
    'slack_hold',
    'closed_place',
    'stopped_workspace',
    'disk_probe',
  ] as const),
] satisfies (keyof Tables)[];

/** Forgets everything of one workspace, in one transaction; no one may be at work in it. */
export async function emptyWorkspace(db: Db, teamId: string): Promise<void> {
  await db.transaction().execute((trx) => deleteAll(trx, teamId));
}

/** Forgets a workspace that left, unless it came back in this very moment. */
export async function emptyStoppedWorkspace(
  db: Db,
  teamId: string,
  wallNow: Temporal.Instant,
): Promise<void> {
  await db.transaction().execute(async (trx) => {
    const isDue = await trx
      .selectFrom('stopped_workspace')
      .select('team_id')
      .where('team_id', '=', teamId)
      .where('empty_at', '<=', wallNow)
      .forUpdate()
      .executeTakeFirst();
    if (isDue) await deleteAll(trx, teamId);
  });
}

async function deleteAll(trx: Trx, teamId: string): Promise<void> {
  for (const table of EMPTIED_IN_ORDER) await trx.deleteFrom(table).where('team_id', '=', teamId).execute();
}

import type { Db } from './open.ts';
import type { Tables } from './tables.ts';

/** Every table, those that refer to others first. */
export const EMPTIED_IN_ORDER = [
  ...([
    'outgoing',
    'report_file',
    'report_version',
    'report_expert',
    'report',
    'consent',
    'slot',
    'claim',
  ] as const),
  ...(['demand', 'expert', 'organisation_contact', 'organisation', 'role_grant', 'audit', 'draft'] as const),
  ...(['slack_user', 'counter', 'programme_year'] as const),
] satisfies (keyof Tables)[];

/** Forgets everything of one workspace, in one transaction; no one may be at work in it. */
export async function emptyWorkspace(db: Db, teamId: string): Promise<void> {
  await db.transaction().execute(async (trx) => {
    for (const table of EMPTIED_IN_ORDER) await trx.deleteFrom(table).where('team_id', '=', teamId).execute();
  });
}

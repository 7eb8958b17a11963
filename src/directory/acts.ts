import type { Db } from '../db/open.ts';

/** What was done in this workspace, with the Slack name of whoever did it, where that is known. */
export function selectActs(db: Db, teamId: string) {
  return db
    .selectFrom('audit')
    .leftJoin('slack_user', (join) =>
      join.onRef('slack_user.team_id', '=', 'audit.team_id').onRef('slack_user.user_id', '=', 'audit.actor'),
    )
    .select(['audit.act', 'audit.actor', 'audit.at', 'audit.details', 'slack_user.name'])
    .where('audit.team_id', '=', teamId)
    .where('audit.outcome', '=', 'done');
}

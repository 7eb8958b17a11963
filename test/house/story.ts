/** The rooms in story order: a file may use its own room and those before it. */
export const STORY: readonly string[] = [
  'config.ts',
  'explain-start.ts',
  'clock.ts',
  'db',
  'i18n',
  'slack',
  'outbox',
  'programme',
  'directory',
  'demands',
  'claims',
  'rounds',
  'reports',
  'summaries',
  'undo',
  'digests',
  'nudges',
  'home',
  'web',
  'schedule.ts',
  'app.ts',
  'main.ts',
];

/** Whose tables these are. */
export const TABLES: Readonly<Record<string, readonly string[]>> = {
  db: ['audit'],
  slack: ['draft'],
  outbox: ['outgoing', 'slack_hold', 'closed_place', 'stopped_workspace'],
  programme: ['programme_year', 'counter'],
  directory: ['slack_user', 'role_grant', 'organisation', 'organisation_contact', 'expert', 'absence'],
  demands: ['demand', 'slot'],
  claims: ['claim', 'consent'],
  rounds: ['ask_round', 'invitation'],
  reports: ['report', 'report_expert', 'report_version', 'report_file'],
  summaries: ['yearly_summary', 'yearly_summary_version'],
  digests: ['digest_channel', 'digest_issue'],
  nudges: ['nudge', 'nudge_message', 'nudge_snooze', 'nudge_handover'],
};

/** A person's Home is a surface of Slack's, like a channel: the queue has a method of its own for it. */
export const SURFACES = ['home'];

import { sql } from 'kysely';
import type { SummaryFigures, Version } from './summary.ts';

/** A version, and by which names people know those who handed it in and decided. */
export interface VersionRow {
  version: number;
  figures: SummaryFigures;
  narrative: string;
  stories: string;
  news: string;
  nil: boolean;
  log_size: number | null;
  log_root: Uint8Array | null;
  submitted_by: string;
  on_behalf: boolean;
  submitted_at: Temporal.Instant;
  outcome: 'returned' | 'accepted' | null;
  reason: string | null;
  decided_at: Temporal.Instant | null;
  submitter: string | null;
  decider: string | null;
}

export const VERSION_COLUMNS = sql`v.version, v.figures, v.narrative, v.stories, v.news, v.nil, v.log_size, v.log_root,
  v.submitted_by, v.on_behalf, v.submitted_at, v.outcome, v.reason, v.decided_at, by.name as submitter, judge.name as decider`;

export const NAMES = sql`
  left join slack_user by on by.team_id = v.team_id and by.user_id = v.submitted_by
  left join slack_user judge on judge.team_id = v.team_id and judge.user_id = v.decided_by`;

export function versionOf(row: VersionRow): Version {
  const { version, figures, narrative, stories, news, nil, log_size: size, log_root: root } = row;
  return {
    records: size === null || !root ? undefined : { size, root: Buffer.from(root).toString('base64') },
    ...{ version, figures, narrative, stories, news, nil, onBehalf: row.on_behalf },
    ...{ submittedBy: row.submitted_by, submitter: row.submitter ?? undefined },
    ...{ submittedAt: row.submitted_at, outcome: row.outcome ?? undefined, reason: row.reason ?? undefined },
    ...{ decider: row.decider ?? undefined, decidedAt: row.decided_at ?? undefined },
  };
}

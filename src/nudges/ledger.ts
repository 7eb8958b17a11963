import { sql } from 'kysely';
import type { Db } from '../db/open.ts';
import type { Duty } from '../directory/duty.ts';
import type { Programme } from '../programme/programme.ts';
import { isVia, type Via } from './assign.ts';
import { beginningOf } from './repository.ts';

/** What one person was told at one moment of one rung, as people look it up. */
export interface LedgerLine {
  who: string;
  kind: string;
  /** Of everything it was about. */
  labels: string[];
  stage: string;
  via: string;
  of: string | undefined;
  outcome: 'new' | 'edited' | 'overtaken' | 'too_old';
  notedAt: Temporal.Instant;
}

/** One whose words are those of this release. */
export interface KnownLine extends Omit<LedgerLine, 'kind' | 'via'> {
  what: Duty | 'snoozed';
  via: Via;
}

/** A line of another release, with a kind or a reason that is unknown here, is left out and counted. */
export function parseLines(
  lines: readonly LedgerLine[],
  duties: readonly Duty[],
): { known: KnownLine[]; unknown: number } {
  const known = lines.flatMap(({ kind, via, ...line }): KnownLine[] => {
    const what = kind === 'snoozed' ? kind : duties.find((duty) => duty.kind === kind);
    return what && isVia(via) ? [{ ...line, what, via }] : [];
  });
  return { known, unknown: lines.length - known.length };
}

/** Room for the title, the pages and the hint is left below the fifty blocks of a message. */
export const LINES_A_PAGE = 20;

/** What the duties of one line have in common. */
const SHARED = sql`user_id, noted_at, kind, stage, via, of_user, outcome`;

interface ToldRow extends Omit<LedgerLine, 'notedAt' | 'of'> {
  noted_at: Temporal.Instant;
  of: string | null;
  total: number;
}

/** The reminders since the oldest open year began, the newest first; of one person, or of all when none is given. */
export async function readLedgerPage(
  db: Db,
  programme: Programme,
  userId: string | undefined,
  page: number,
): Promise<{ lines: LedgerLine[]; total: number }> {
  const { teamId } = programme;
  const whose = userId === undefined ? sql`true` : sql`user_id = ${userId}`;
  const { rows } = await sql<ToldRow>`
    with told as (
      select ${SHARED}, array_agg(label) as labels, max(due_at) as due_at
      from nudge
      where team_id = ${teamId} and ${whose} and noted_at >= ${beginningOf(programme)}
      group by ${SHARED}
    ), newest as (
      select *, count(*) over () as total from told
      order by noted_at desc, due_at desc, user_id, kind, stage, via, of_user
      limit ${LINES_A_PAGE} offset ${(page - 1) * LINES_A_PAGE}
    )
    select coalesce(who.name, newest.user_id) as who, kind, labels, stage, via, coalesce(other.name, of_user) as of,
      outcome, noted_at, total
    from newest
    left join slack_user who on who.team_id = ${teamId} and who.user_id = newest.user_id
    left join slack_user other on other.team_id = ${teamId} and other.user_id = newest.of_user
    order by noted_at desc, due_at desc, newest.user_id, kind, stage, via, of_user`.execute(db);
  if (rows.length === 0 && page > 1)
    return { lines: [], total: (await readLedgerPage(db, programme, userId, 1)).total };
  const lines = rows.map(({ noted_at, of, total, ...line }) => ({
    ...line,
    of: of ?? undefined,
    notedAt: noted_at,
  }));
  return { lines, total: rows[0]?.total ?? 0 };
}

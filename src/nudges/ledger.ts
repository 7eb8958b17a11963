import { sql } from 'kysely';
import type { Db } from '../db/open.ts';
import type { Duty } from '../directory/duty.ts';
import { isVia, type Via } from './assign.ts';

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
const SHARED = [
  ...(['team_id', 'user_id', 'noted_at', 'kind', 'stage', 'via', 'of_user', 'outcome'] as const),
] as const;

/** The newest first; of one person, or of all when none is given. */
export async function readLedgerPage(
  db: Db,
  teamId: string,
  userId: string | undefined,
  page: number,
): Promise<{ lines: LedgerLine[]; total: number }> {
  const told = db
    .selectFrom('nudge')
    .select([...SHARED, sql<string[]>`array_agg(label)`.as('labels'), sql`max(due_at)`.as('due_at')])
    .where('team_id', '=', teamId)
    .$if(userId !== undefined, (query) => query.where('user_id', '=', userId ?? ''))
    .groupBy(SHARED)
    .as('told');
  const { total } = await db
    .selectFrom(told)
    .select(({ fn }) => fn.countAll<number>().as('total'))
    .executeTakeFirstOrThrow();
  const rows = await db
    .selectFrom(told)
    .leftJoin('slack_user as who', (join) =>
      join.onRef('who.team_id', '=', 'told.team_id').onRef('who.user_id', '=', 'told.user_id'),
    )
    .leftJoin('slack_user as other', (join) =>
      join.onRef('other.team_id', '=', 'told.team_id').onRef('other.user_id', '=', 'told.of_user'),
    )
    .selectAll('told')
    .select(['who.name as who', 'other.name as other'])
    .orderBy('told.noted_at', 'desc')
    .orderBy('told.due_at', 'desc')
    .orderBy('told.user_id')
    .orderBy('told.kind')
    .orderBy('told.stage')
    .orderBy('told.via')
    .orderBy('told.of_user')
    .limit(LINES_A_PAGE)
    .offset((page - 1) * LINES_A_PAGE)
    .execute();
  const lines = rows.map((row) => ({
    ...{ who: row.who ?? row.user_id, kind: row.kind, labels: row.labels, stage: row.stage, via: row.via },
    ...{ of: row.other ?? row.of_user ?? undefined, outcome: row.outcome, notedAt: row.noted_at },
  }));
  return { lines, total };
}

import type { Db } from '../db/open.ts';

/** One line of the ledger, as people look it up. */
export interface LedgerLine {
  who: string;
  kind: string;
  label: string;
  stage: string;
  via: string;
  of: string | undefined;
  outcome: 'new' | 'edited' | 'overtaken' | 'too_old';
  notedAt: Temporal.Instant;
}

/** Room for the title, the pages and the hint is left below the fifty blocks of a message. */
export const LINES_A_PAGE = 20;

/** The newest first; of one person, or of all when none is given. */
export async function readLedgerPage(
  db: Db,
  teamId: string,
  userId: string | undefined,
  page: number,
): Promise<{ lines: LedgerLine[]; total: number }> {
  const mine = db
    .selectFrom('nudge')
    .where('nudge.team_id', '=', teamId)
    .$if(userId !== undefined, (query) => query.where('nudge.user_id', '=', userId ?? ''));
  const { total } = await mine
    .select(({ fn }) => fn.countAll<number>().as('total'))
    .executeTakeFirstOrThrow();
  const rows = await mine
    .leftJoin('slack_user as who', (join) =>
      join.onRef('who.team_id', '=', 'nudge.team_id').onRef('who.user_id', '=', 'nudge.user_id'),
    )
    .leftJoin('slack_user as other', (join) =>
      join.onRef('other.team_id', '=', 'nudge.team_id').onRef('other.user_id', '=', 'nudge.of_user'),
    )
    .select([
      ...([
        'nudge.user_id',
        'nudge.kind',
        'nudge.label',
        'nudge.stage',
        'nudge.via',
        'nudge.of_user',
      ] as const),
      ...(['nudge.outcome', 'nudge.noted_at', 'who.name as who', 'other.name as other'] as const),
    ])
    .orderBy('nudge.noted_at', 'desc')
    .orderBy('nudge.due_at', 'desc')
    .orderBy('nudge.object_id')
    .orderBy('nudge.user_id')
    .limit(LINES_A_PAGE)
    .offset((page - 1) * LINES_A_PAGE)
    .execute();
  const lines = rows.map((row) => ({
    ...{ who: row.who ?? row.user_id, kind: row.kind, label: row.label, stage: row.stage, via: row.via },
    ...{ of: row.other ?? row.of_user ?? undefined, outcome: row.outcome, notedAt: row.noted_at },
  }));
  return { lines, total };
}

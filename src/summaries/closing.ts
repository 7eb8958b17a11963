import type { KnownBlock } from '@slack/types';
import { sql } from 'kysely';
import type { YearAsk, YearPart } from '../room.ts';
import { ACTIONS } from '../slack/ids.ts';
import { buildSummaryLine } from './blocks.ts';
import { decisionButtons, pressOn } from './buttons.ts';
import { listObligations } from './obligations.ts';
import { isSettled, type Obligation, UNITS } from './summary.ts';
import { say } from './words.ts';

/** A summary that is owed or waits, with what the bureau can do about it. */
export function buildSummaryLeft(summary: Obligation, ask: YearAsk): KnownBlock[] {
  return buildSummaryLine(summary, ask, [
    ...decisionButtons(summary, ask),
    pressOn(summary, ACTIONS.openSummary, say(ask.locale, 'open'), ask),
  ]);
}

/** Summaries that are neither accepted nor waived keep their year from being closed. */
export const summariesOfYear: YearPart = {
  async countLeft(db, { teamId, year }) {
    const { rows } = await sql<{ n: number }>`
      select ${UNITS.length} - count(*) as n from yearly_summary s where s.team_id = ${teamId} and s.year = ${year}
        and (s.waived_at is not null or exists (select 1 from yearly_summary_version v
          where v.team_id = s.team_id and v.summary_id = s.id and v.outcome = 'accepted'))`.execute(db);
    return rows[0]?.n ?? UNITS.length;
  },
  sayLeft: (n, locale) => say(locale, 'year_left', { n }),
  async listLeft(db, ask) {
    const left = (await listObligations(db, ask.programme)).filter((one) => !isSettled(one));
    return left.map((one) => buildSummaryLeft(one, ask));
  },
};

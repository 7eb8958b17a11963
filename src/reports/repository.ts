import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { type Act, actAtOnce } from '../db/audit.ts';
import type { Db, Trx } from '../db/open.ts';
import { recordAndSay, type Said } from '../outbox/act-sql.ts';
import type { Decision, Report, ReportContent, ReportState } from './report.ts';
import { keepFiles } from './report-files.ts';
import { columnsOf, keepExperts, markReported } from './versions.ts';

export interface Filed {
  teamId: string;
  /** BG-2013-0001, taken for it. */
  number: string;
  year: number;
  author: string;
  recordedBy: string | undefined;
  content: ReportContent;
  now: Temporal.Instant;
}

/** Keeps a new report as 'submitted'. Returns its id and number. */
export async function insertReport(
  trx: Trx,
  { teamId, number, year, author, recordedBy, content, now }: Filed,
): Promise<{ id: string; number: string }> {
  const id = randomUUID();
  await trx
    .insertInto('report')
    .values({
      ...columnsOf(content),
      ...{ team_id: teamId, id, number, year, state: 'submitted', author },
      ...{ recorded_by: recordedBy ?? null, submitted_at: now, changed_at: now },
    })
    .execute();
  await keepExperts(trx, teamId, id, content.expertIds);
  await markReported(trx, teamId, [content.demandId]);
  await keepFiles(trx, { teamId, reportId: id, version: 1 }, content.files);
  return { id, number };
}

/** From where a decision leads where. The database has the last word: of two at the same moment one wins. */
const MOVES = {
  confirm_report: { from: ['submitted', 'objected'], to: 'host_confirmed' },
  object_report: { from: ['submitted'], to: 'objected' },
  accept_report: { from: ['submitted', 'host_confirmed'], to: 'accepted' },
  override_host: { from: ['submitted', 'objected'], to: 'accepted' },
  return_report: { from: ['submitted', 'objected', 'host_confirmed'], to: 'returned' },
} as const satisfies Record<Decision, { from: readonly ReportState[]; to: ReportState }>;

/** Where the decision leads this report; undefined when it was decided before. */
export function destinationOf(
  decision: Decision,
  { state, demandId }: Pick<Report, 'state' | 'demandId'>,
): ReportState | undefined {
  const { from, to } = MOVES[decision];
  // Decision 3: what has a need is accepted after its host's yes, or for a written reason.
  if (decision === 'accept_report' && state === 'submitted' && demandId !== undefined) return undefined;
  return from.some((one) => one === state) ? to : undefined;
}

/** A decision about a report as one statement: it moves from where it was read, is recorded and told. */
export async function moveReport(
  db: Db,
  { id, state, version }: Report,
  { decision, to, reason }: { decision: Decision; to: ReportState; reason: string },
  act: Act,
  said: Said,
): Promise<number | 'repeated' | undefined> {
  const { teamId, actor, now } = act;
  const confirms = decision === 'confirm_report';
  const overrides = decision === 'override_host';
  const accepts = to === 'accepted';
  return actAtOnce(async () => {
    const { rows } = await sql<{ id: number }>`/* name: move_report */
      with done as (
        update report set state = ${to}, changed_at = ${now}::timestamptz,
          reason = case when ${accepts}::boolean then reason when ${confirms}::boolean then null else ${reason} end,
          host_confirmed_by = case when ${confirms}::boolean then ${actor} else host_confirmed_by end,
          host_confirmed_at = case when ${confirms}::boolean then ${now}::timestamptz else host_confirmed_at end,
          accepted_by = case when ${accepts}::boolean then ${actor} else accepted_by end,
          accepted_at = case when ${accepts}::boolean then ${now}::timestamptz else accepted_at end,
          override_reason = case when ${overrides}::boolean then ${reason} else override_reason end
        where team_id = ${teamId} and id = ${id} and state = ${state} and version = ${version}
        returning id
      ), ${recordAndSay(act, said)}
      select id from act`.execute(db);
    return rows[0]?.id;
  });
}

/** Locks the need against being cancelled while a report on it is kept; false when it is cancelled already. */
export async function holdDemand(trx: Trx, teamId: string, demandId: string): Promise<boolean> {
  const { rows } = await sql<{ id: string }>`select id from demand
    where team_id = ${teamId} and id = ${demandId} and state in ('published', 'closed') for share`.execute(
    trx,
  );
  return rows.length > 0;
}

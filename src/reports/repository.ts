import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { type Act, actAtOnce } from '../db/audit.ts';
import type { Db, Trx } from '../db/open.ts';
import { recordAndSay, type Said } from '../outbox/act-sql.ts';
import { staysOpen } from '../programme/live-years.ts';
import { type Decision, isDecidable, type Report, type ReportContent, type ReportState } from './report.ts';
import { keepFiles } from './report-files.ts';
import { columnsOf, confirmation, keepExperts, markReported } from './versions.ts';

export interface Filed {
  teamId: string;
  /** BG-2013-0001, taken for it. */
  number: string;
  year: number;
  author: string;
  recordedBy: string | undefined;
  /** In the name of an expert in it, whose assistant recorded it. */
  byAssistant?: boolean;
  /** Who of the host wrote it, which confirms it. */
  confirmedBy?: string | undefined;
  content: ReportContent;
  now: Temporal.Instant;
}

/** Keeps a new report as 'submitted', or as the host's own. Returns its id and number. */
export async function insertReport(
  trx: Trx,
  { teamId, number, year, author, recordedBy, byAssistant = false, confirmedBy, content, now }: Filed,
): Promise<{ id: string; number: string }> {
  const id = randomUUID();
  await trx
    .insertInto('report')
    .values({
      ...columnsOf(content),
      ...confirmation(confirmedBy, now),
      ...{ team_id: teamId, id, number, year, author },
      by_assistant: byAssistant,
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
  object_report: { from: ['submitted', 'host_confirmed'], to: 'objected' },
  accept_report: { from: ['submitted', 'host_confirmed'], to: 'accepted' },
  override_host: { from: ['submitted', 'objected'], to: 'accepted' },
  return_report: { from: ['submitted', 'objected', 'host_confirmed'], to: 'returned' },
} as const satisfies Record<Decision, { from: readonly ReportState[]; to: ReportState }>;

/** Where the decision leads this report; undefined when it was decided before. */
export function destinationOf(
  decision: Decision,
  report: Pick<Report, 'state' | 'demandId' | 'amendment' | 'filedByHost'>,
): ReportState | undefined {
  const { from, to } = MOVES[decision];
  return from.some((one) => one === report.state) && isDecidable(report, decision) ? to : undefined;
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
      ), due as (
        insert into record_due (team_id, report_id, due_at)
        select ${teamId}, done.id, ${now}::timestamptz from done where ${accepts}::boolean
      ), ${recordAndSay(act, said)}
      select id from act`.execute(db);
    return rows[0]?.id;
  }, db.isTransaction);
}

/**
 * Locks the need against being cancelled, the claims against a no-show and the year against being closed, while a report
 * is kept; what has happened already, if any has.
 */
export async function holdForReport(
  trx: Trx,
  {
    teamId,
    year,
    demandId,
    expertIds,
  }: { teamId: string; year: number; demandId: string | undefined; expertIds: readonly string[] },
): Promise<'held' | 'need_closed' | 'year_closed' | 'no_show'> {
  const { rows } = await sql<{ need: boolean; year: boolean; claims: string[] }>`/* name: hold_for_report */
    select ${staysOpen(teamId, year)} as year, ${demandId === undefined}::boolean or exists (
      select 1 from demand
      where team_id = ${teamId} and id = ${demandId} and state in ('published', 'closed') for share) as need,
      array(
        select state from claim where team_id = ${teamId} and demand_id = ${demandId}
          and expert_id = any(${[...expertIds]}::text[]) and confirmed_at is not null for no key update) as claims`.execute(
    trx,
  );
  if (!rows[0]?.year) return 'year_closed';
  if (!rows[0].need) return 'need_closed';
  // Whoever didn't come served nobody; and of a report and a no-show at one moment one wins.
  return rows[0].claims.some((state) => state.startsWith('no_show')) ? 'no_show' : 'held';
}

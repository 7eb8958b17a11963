import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type { Trx } from '../db/open.ts';
import type { ReportContent, ReportState } from './report.ts';
import { keepFiles } from './report-files.ts';
import { columnsOf, keepExperts } from './versions.ts';

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
  await keepFiles(trx, { teamId, reportId: id, version: 1 }, content.files);
  return { id, number };
}

export interface ReportStep {
  teamId: string;
  id: string;
  by: string;
  now: Temporal.Instant;
}

/** 'submitted' or 'objected' → 'host_confirmed'. False when it was decided before, as for each step below. */
export async function confirmReport(trx: Trx, step: ReportStep): Promise<boolean> {
  const confirmed = { host_confirmed_by: step.by, host_confirmed_at: step.now, reason: null };
  return moveReport(trx, step, ['submitted', 'objected'], 'host_confirmed', confirmed);
}

/** 'submitted' → 'objected' with the host's reason. */
export async function objectReport(trx: Trx, step: ReportStep & { reason: string }): Promise<boolean> {
  return moveReport(trx, step, ['submitted'], 'objected', { reason: step.reason });
}

/** → 'accepted': what the host has confirmed, or what has no need and so no host (decision 3). */
export async function acceptReport(
  trx: Trx,
  step: ReportStep & { demandId: string | undefined },
): Promise<boolean> {
  const from: ReportState[] =
    step.demandId === undefined ? ['submitted', 'host_confirmed'] : ['host_confirmed'];
  return moveReport(trx, step, from, 'accepted', { accepted_by: step.by, accepted_at: step.now });
}

/** → 'accepted' without the host's yes, for a written reason (decision 3). */
export async function overrideHost(trx: Trx, step: ReportStep & { reason: string }): Promise<boolean> {
  return moveReport(trx, step, ['submitted', 'objected'], 'accepted', {
    ...{ accepted_by: step.by, accepted_at: step.now, override_reason: step.reason },
  });
}

/** → 'returned' to the author with the coordinator's reason. */
export async function returnReport(trx: Trx, step: ReportStep & { reason: string }): Promise<boolean> {
  return moveReport(trx, step, ['submitted', 'objected', 'host_confirmed'], 'returned', {
    reason: step.reason,
  });
}

/** One guarded statement: of two decisions at the same moment one wins. */
async function moveReport(
  trx: Trx,
  { teamId, id, now }: ReportStep,
  from: readonly ReportState[],
  to: ReportState,
  change: {
    reason?: string | null;
    host_confirmed_by?: string;
    host_confirmed_at?: Temporal.Instant;
    accepted_by?: string;
    accepted_at?: Temporal.Instant;
    override_reason?: string;
  },
): Promise<boolean> {
  const moved = await trx
    .updateTable('report')
    .set({ ...change, state: to, changed_at: now })
    .where('team_id', '=', teamId)
    .where('id', '=', id)
    .where('state', 'in', [...from])
    .returning('id')
    .executeTakeFirst();
  return moved !== undefined;
}

/** Locks the need against being cancelled while a report on it is kept; false when it is cancelled already. */
export async function holdDemand(trx: Trx, teamId: string, demandId: string): Promise<boolean> {
  const { rows } = await sql<{ id: string }>`select id from demand
    where team_id = ${teamId} and id = ${demandId} and state in ('published', 'closed') for share`.execute(
    trx,
  );
  return rows.length > 0;
}

import { sql } from 'kysely';
import type { Db, Trx } from '../db/open.ts';
import type { Figures } from '../programme/catalogue.ts';
import {
  correctFigures,
  type Figure,
  holdClosedYear,
  listCorrections,
  standingFigure,
} from '../programme/corrections.ts';
import { makeRecordDue } from './record-due.ts';
import type { Report } from './report.ts';

/** Who corrects, and why. */
export interface Correcting {
  teamId: string;
  by: string;
  reason: string;
  now: Temporal.Instant;
}

/** The numbers of the corrections that took the report out of its closed year; none while it counts. */
export async function listTakenOut(db: Db, teamId: string, report: Report): Promise<number[]> {
  const corrections = await listCorrectionsOf(db, teamId, report);
  if (isCounted(report, corrections)) return [];
  return corrections.filter(({ value }) => value === 0).map(({ no }) => no);
}

/** A report of a closed year as corrections have left it; in any other year they have left it as it is. */
export interface Standing {
  /** With its figures as they stand. */
  report: Report;
  /** Corrections took all of it out. */
  isOut: boolean;
  /** The number of the last correction, 0 before any. */
  last: number;
}

export async function findStanding(db: Db, teamId: string, report: Report): Promise<Standing> {
  const corrections = await listCorrectionsOf(db, teamId, report);
  const corrected = Object.fromEntries(corrections.map(({ metric, value }) => [metric, value]));
  return {
    report: { ...report, metrics: { ...report.metrics, ...corrected } },
    isOut: !isCounted(report, corrections),
    last: corrections.at(-1)?.no ?? 0,
  };
}

/**
 * Takes what still counts of the report out of its closed year, each figure once: the report, its people, what it gave.
 *
 * @returns the numbers of the corrections, none when nothing of it counted any more; undefined while the year isn't closed
 */
export async function takeOut(
  trx: Trx,
  { teamId, by, reason, now }: Correcting,
  report: Report,
): Promise<number[] | undefined> {
  const { year, number: object } = report;
  // Whoever else corrects waits from here on: what is read now stands.
  if (!(await holdClosedYear(trx, teamId, year))) return undefined;
  const before = await listCorrectionsOf(trx, teamId, report);
  const counts = isCounted(report, before) ? await countsOf(trx, teamId, report) : {};
  const corrected = Object.fromEntries(before.map(({ metric }) => [metric, 0]));
  const figures: Figures = { ...corrected, ...report.metrics, ...counts };
  const none = Object.entries(figures).map(([metric, reported]): Figure => ({ metric, reported, value: 0 }));
  await makeRecordDue(trx, teamId, [report.id], now);
  return correctFigures(trx, { teamId, year, object, reason, by, now }, none);
}

async function listCorrectionsOf(db: Db, teamId: string, { year, number }: Report) {
  return (await listCorrections(db, teamId, year)).filter(({ object }) => object === number);
}

function isCounted({ number }: Report, corrections: Awaited<ReturnType<typeof listCorrectionsOf>>): boolean {
  return standingFigure(corrections, number, 'reports', 1) > 0;
}

/** What the report counts for beside its own figures; an expert whom another report counts as well stays one who served. */
async function countsOf(trx: Trx, teamId: string, { id, year, expertIds }: Report): Promise<Figures> {
  const { rows } = await sql<{ experts: number }>`
    select count(*) as experts from report_expert re
    where re.team_id = ${teamId} and re.report_id = ${id} and not exists (
      select 1 from report_expert other
      join report r on r.team_id = other.team_id and r.id = other.report_id and r.state = 'accepted'
      where other.team_id = ${teamId} and other.year = ${year} and other.expert_id = re.expert_id
        and other.report_id <> ${id} and not exists (
          select 1 from year_correction c where c.team_id = ${teamId} and c.year = ${year}
            and c.object = r.number and c.metric = 'reports' and c.value = 0))`.execute(trx);
  return { reports: 1, personTimes: expertIds.length, experts: rows[0]?.experts ?? 0 };
}

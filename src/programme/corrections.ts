import { sql } from 'kysely';
import type { Db, Trx } from '../db/open.ts';

export interface NewCorrection {
  teamId: string;
  year: number;
  /** A report's number, 'district:<slug>', 'system:<slug>', or 'city'. */
  object: string;
  metric: string;
  was: number;
  value: number;
  reason: string;
  by: string;
  now: Temporal.Instant;
}

/** Holds a closed year until the transaction ends, so that one correction follows the other; false while it isn't closed. */
export async function holdClosedYear(trx: Trx, teamId: string, year: number): Promise<boolean> {
  const { rows } = await sql`
    select 1 from programme_year p where p.team_id = ${teamId} and p.year = ${year} and p.state = 'closed'
    for update`.execute(trx);
  return rows.length > 0;
}

/**
 * Writes down a mistake of a closed year under its next number; nothing that was frozen changes (decision 28).
 *
 * @returns the number, or undefined while the year isn't closed: then the thing itself is mended
 */
export async function insertCorrection(trx: Trx, one: NewCorrection): Promise<number | undefined> {
  return (await holdClosedYear(trx, one.teamId, one.year)) ? writeCorrection(trx, one) : undefined;
}

/** The same in a year that this transaction holds already: one after the other, so that the numbers have no gap. */
export async function writeCorrection(trx: Trx, one: NewCorrection): Promise<number> {
  const { teamId, year } = one;
  const { rows } = await sql<{ no: number }>`
    insert into year_correction (team_id, year, no, object, metric, was, value, reason, made_by, made_at)
    select ${teamId}, ${year}, coalesce(max(no), 0) + 1, ${one.object}, ${one.metric}, ${one.was}::numeric,
      ${one.value}::numeric, ${one.reason}, ${one.by}, ${one.now}::timestamptz
    from year_correction where team_id = ${teamId} and year = ${year}
    returning no`.execute(trx);
  const [row] = rows;
  if (!row) throw new Error('a correction that was written has no number');
  return row.no;
}

/** A figure of the corrected thing: what it was before any correction, and what is right. */
export interface Figure {
  metric: string;
  reported: number;
  value: number;
}

/**
 * One correction for each of these figures that doesn't stand at what is right.
 *
 * @returns their numbers, or undefined while the year isn't closed
 */
export async function correctFigures(
  trx: Trx,
  one: Omit<NewCorrection, 'metric' | 'was' | 'value'>,
  figures: readonly Figure[],
): Promise<number[] | undefined> {
  const { teamId, year, object } = one;
  if (!(await holdClosedYear(trx, teamId, year))) return undefined;
  const before = await listCorrections(trx, teamId, year);
  const nos: number[] = [];
  for (const { metric, reported, value } of figures) {
    const was = standingFigure(before, object, metric, reported);
    if (was !== value) nos.push(await writeCorrection(trx, { ...one, metric, was, value }));
  }
  return nos;
}

/** What the last correction of it says, else what it was before any. */
export function standingFigure(
  corrections: readonly { object: string; metric: string; value: number }[],
  object: string,
  metric: string,
  otherwise: number,
): number {
  const last = corrections.findLast((one) => one.object === object && one.metric === metric);
  return last?.value ?? otherwise;
}

/** In the order of their numbers. */
export async function listCorrections(db: Db, teamId: string, year: number) {
  const rows = await db
    .selectFrom('year_correction')
    .selectAll()
    .where('team_id', '=', teamId)
    .where('year', '=', year)
    .orderBy('no')
    .execute();
  return rows.map(({ no, object, metric, was, value, reason, made_at: madeAt }) => ({
    no,
    object,
    metric,
    was: Number(was),
    value: Number(value),
    reason,
    madeAt,
  }));
}

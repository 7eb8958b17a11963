import { type RawBuilder, type SqlBool, sql } from 'kysely';
import type { Db } from '../db/open.ts';
import type { Programme } from './programme.ts';
import { readProgramme, STORED_PROGRAMME, type StoredProgramme } from './stored.ts';

/** The years that aren't closed, side by side: a list holds things of all of them, each shown by its own. */
export interface LiveYears {
  /** New things belong to it. */
  current: Programme;
  /** The oldest first: what is left of it is the most urgent. */
  all: readonly Programme[];
  /** The year of something; what still runs of a closed one is shown by the words of the current. */
  of(thing: { year: number }): Programme;
}

/** Reads the others, in one statement, where there are any. */
export async function findLiveYears(db: Db, current: Programme): Promise<LiveYears> {
  const { teamId, year, liveYears, readerZone } = current;
  const others = liveYears.filter((one) => one !== year);
  const { rows } =
    others.length === 0
      ? { rows: [] }
      : await sql<{ stored: StoredProgramme }>`/* name: find_live_years */
          select ${STORED_PROGRAMME} as stored from programme_year p
          where p.team_id = ${teamId} and p.year = any(${others}::integer[])`.execute(db);
  const read = await Promise.all(rows.map(({ stored }) => readProgramme(db, stored, readerZone)));
  const all = [...read, current].toSorted((a, b) => a.year - b.year);
  return { current, all, of: (thing) => all.find((one) => one.year === thing.year) ?? current };
}

/** For the query around it: one of these. A single one is named as such, so that an index keeps its order. */
export function among(years: readonly number[]): RawBuilder<number> {
  const [only, ...others] = years;
  return others.length === 0 ? sql<number>`${only}` : sql<number>`any(${[...years]}::integer[])`;
}

/**
 * For the query around it: the year isn't closed, and will not be before the transaction ends. What a closed year says
 * stays (decision 28).
 */
export function staysOpen(teamId: string, year: number): RawBuilder<SqlBool> {
  return sql<SqlBool>`exists (
    select 1 from programme_year open_year
    where open_year.team_id = ${teamId} and open_year.year = ${year} and open_year.state <> 'closed' for share)`;
}

/** The years in whose needs something may be going on: those that aren't closed, and the one before them. */
export function yearsInReach({ liveYears }: Pick<Programme, 'liveYears'>): number[] {
  return [Math.min(...liveYears) - 1, ...liveYears];
}

/**
 * The years in whose needs and claims something may be going on that is this one's to look after: its own, and for the
 * oldest that isn't closed those of the year before, as a need may run over the new year.
 */
export function yearsLookedAfter({ year, liveYears }: Pick<Programme, 'year' | 'liveYears'>): number[] {
  return year === Math.min(year, ...liveYears) ? [year - 1, year] : [year];
}

import { sql } from 'kysely';
import type { Db } from '../db/open.ts';
import { findLiveYears } from '../programme/live-years.ts';
import type { Programme } from '../programme/programme.ts';
import { listSummaries } from '../summaries/repository.ts';
import { isSettled } from '../summaries/summary.ts';
import { type Between, countChanges } from './changes.ts';
import type { Scope, StillOpen } from './digest.ts';
import { needWithin } from './scope.ts';

/**
 * What is left of the years before that aren't closed yet: there is one digest a channel and week, so the new year's
 * speaks of them. Nothing is asked where there is one year alone.
 *
 * @param between since the digest before, where there was one
 */
export async function readStillOpen(
  db: Db,
  programme: Programme,
  scope: Scope,
  between?: Between,
): Promise<StillOpen[]> {
  const { all } = await findLiveYears(db, programme);
  const left: StillOpen[] = [];
  for (const before of all.filter(({ year }) => year < programme.year)) {
    const reports = await countReports(db, before, scope);
    const summaries = await listUnaccepted(db, before, scope);
    const changes = between && (await countChanges(db, before, between, scope));
    const changed = { reports: changes?.reports ?? 0, summaries: changes?.summaries ?? 0 };
    left.push({ year: before.year, ...reports, summaries, changed });
  }
  return left;
}

/** Services of which no report speaks yet, and reports that aren't accepted; what runs over the year's end is the next one's. */
async function countReports(
  db: Db,
  { teamId, year }: Programme,
  scope: Scope,
): Promise<Pick<StillOpen, 'toFile' | 'toDecide'>> {
  const { rows } = await sql<Pick<StillOpen, 'toFile' | 'toDecide'>>`
    select
      (select count(*) from claim c join demand d on d.team_id = c.team_id and d.id = c.demand_id
        where c.team_id = ${teamId} and c.year = ${year} and c.state = 'confirmed' and not c.reported
          and d.state in ('published', 'closed')
          and coalesce(d.service_end, d.service_start) <= ${`${year}-12-31`}::date and ${needWithin(scope)}) as "toFile",
      (select count(*) from report d where d.team_id = ${teamId} and d.year = ${year}
        and d.state in ('submitted', 'objected', 'host_confirmed', 'returned') and ${needWithin(scope)}) as "toDecide"`.execute(
    db,
  );
  return rows[0] ?? { toFile: 0, toDecide: 0 };
}

/** Of a line there are none. */
async function listUnaccepted(
  db: Db,
  programme: Programme,
  { district, line }: Scope,
): Promise<StillOpen['summaries']> {
  if (line) return [];
  return (await listSummaries(db, programme))
    .filter((one) => !isSettled(one))
    .map(({ unit }) => unit)
    .filter(({ kind, slug }) => !district || (kind === 'district' && slug === district));
}

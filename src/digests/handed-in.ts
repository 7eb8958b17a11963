import { sql } from 'kysely';
import type { Db } from '../db/open.ts';
import type { Programme } from '../programme/programme.ts';
import { owedSince, type SummaryState, UNITS, type Unit } from '../summaries/summary.ts';
import type { Digest, Scope } from './digest.ts';

/**
 * From 1 November: how many yearly summaries are handed in and whose are missing, where the digest is about the whole
 * city; where it is about a district, how its own stands.
 */
export async function readHandedIn(
  db: Db,
  programme: Programme,
  now: Temporal.Instant,
  { district, line }: Scope,
): Promise<Pick<Digest, 'obligations' | 'ownSummary'>> {
  if (line || Temporal.Instant.compare(now, owedSince(programme)) < 0) return {};
  const stateOf = await readStates(db, programme);
  if (district) return { ownSummary: stateOf({ kind: 'district', slug: district }) };
  const notYet = UNITS.filter((unit) => ['not_started', 'returned'].includes(stateOf(unit)));
  return { obligations: { done: UNITS.length - notYet.length, owed: UNITS.length, notYet } };
}

/** Where each unit's newest version stands; nothing is made by looking. */
async function readStates(db: Db, { teamId, year }: Programme): Promise<(unit: Unit) => SummaryState> {
  const { rows } = await sql<Unit & { state: SummaryState }>`
    select distinct on (s.id) s.unit_kind as kind, s.unit as slug, coalesce(v.outcome, 'submitted') as state
    from yearly_summary s join yearly_summary_version v on v.team_id = s.team_id and v.summary_id = s.id
    where s.team_id = ${teamId} and s.year = ${year}
    order by s.id, v.version desc`.execute(db);
  return ({ kind, slug }) =>
    rows.find((row) => row.kind === kind && row.slug === slug)?.state ?? 'not_started';
}

import { sql } from 'kysely';
import type { Db } from '../db/open.ts';
import type { Owed } from '../directory/owed.ts';
import { coordinatorsAmong, listGrants } from '../directory/roles.ts';
import type { Programme } from '../programme/programme.ts';
import { keyOfUnit, sumAllFigures } from './figures.ts';
import { listSummaries } from './repository.ts';
import {
  coordinatedBy,
  isOpen,
  NO_FIGURES,
  type Obligation,
  type ObligationCounts,
  owedSince,
  type Summary,
  UNITS,
  unitName,
} from './summary.ts';

/** The obligation matrix: every district and system with where its summary stands and its figures of today. */
export async function listObligations(db: Db, programme: Programme): Promise<Obligation[]> {
  const summaries = await listSummaries(db, programme);
  const figures = await sumAllFigures(db, programme);
  return summaries.map((one) => ({ ...one, live: figures.get(keyOfUnit(one.unit)) ?? NO_FIGURES }));
}

/** How many stand where; one query, and nothing is made by it. */
export async function countObligations(db: Db, { teamId, year }: Programme): Promise<ObligationCounts> {
  const { rows } = await sql<{ accepted: number; submitted: number; returned: number }>`
    select count(*) filter (where v.outcome = 'accepted') as accepted,
      count(*) filter (where v.outcome is null) as submitted,
      count(*) filter (where v.outcome = 'returned') as returned
    from yearly_summary s join yearly_summary_version v on v.team_id = s.team_id and v.summary_id = s.id
    where s.team_id = ${teamId} and s.year = ${year} and not exists (
      select 1 from yearly_summary_version newer
      where newer.team_id = v.team_id and newer.summary_id = v.summary_id and newer.version > v.version)`.execute(
    db,
  );
  const { accepted = 0, submitted = 0, returned = 0 } = rows[0] ?? {};
  const owed = UNITS.length;
  return { accepted, submitted, returned, notYet: owed - accepted - submitted - returned, owed };
}

/**
 * What the units still owe, for whoever reminds them: from 1 November on, and anew from the moment it was returned.
 * The roles are read once for all. A unit without a coordinator is the bureau's.
 */
export async function listOwedSummaries(
  db: Db,
  programme: Programme,
  now: Temporal.Instant,
): Promise<Owed[]> {
  const begins = owedSince(programme);
  if (Temporal.Instant.compare(now, begins) < 0) return [];
  const open = (await listSummaries(db, programme)).filter(isOpen);
  const grants = await listGrants(db, programme.teamId);
  const superiors = grants.filter(({ role }) => role === 'bureau').map(({ user_id }) => user_id);
  return open
    .map((summary): Owed => {
      const { id, unit, year } = summary;
      return {
        ...{ kind: 'yearly_summary', objectKind: 'yearly_summary', objectId: id, superiors },
        owners: coordinatorsAmong(grants, coordinatedBy(unit)),
        since: sinceWhen(summary, begins),
        dueAt: programme.deadline,
        round: String((summary.latest?.version ?? 0) + 1),
        words: {
          ...{ unit_zh: unitName(unit, 'zh', year), unit_en: unitName(unit, 'en', year) },
          ...{ unit: keyOfUnit(unit), year: String(year) },
        },
      };
    })
    .filter(({ owners }) => owners.length > 0);
}

function sinceWhen({ latest }: Summary, begins: Temporal.Instant): Temporal.Instant {
  const returned = latest?.decidedAt;
  return returned && Temporal.Instant.compare(returned, begins) > 0 ? returned : begins;
}

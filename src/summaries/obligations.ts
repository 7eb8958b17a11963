import type { Db } from '../db/open.ts';
import type { OwedMoment } from '../directory/duty.ts';
import type { Owed } from '../directory/owed.ts';
import { coordinatorsAmong } from '../directory/roles.ts';
import type { Programme } from '../programme/programme.ts';
import { deadlineOf, owedSince } from './deadline.ts';
import { keyOfUnit, sumAllFigures } from './figures.ts';
import { listSummaries } from './repository.ts';
import { coordinatedBy, isOpen, NO_FIGURES, type Obligation, type Summary, unitName } from './summary.ts';

/** The obligation matrix: every district and system with where its summary stands and its figures of today. */
export async function listObligations(db: Db, programme: Programme): Promise<Obligation[]> {
  const summaries = await listSummaries(db, programme);
  const figures = await sumAllFigures(db, programme);
  return summaries.map((one) => ({ ...one, live: figures.get(keyOfUnit(one.unit)) ?? NO_FIGURES }));
}

/**
 * What the units still owe, for whoever reminds them: from 1 November on, and anew from the moment it was returned.
 * A unit without a coordinator is the bureau's.
 */
export async function listOwedSummaries(db: Db, { programme, now, grants }: OwedMoment): Promise<Owed[]> {
  const begins = owedSince(programme);
  if (Temporal.Instant.compare(now, begins) < 0) return [];
  const open = (await listSummaries(db, programme)).filter(isOpen);
  const superiors = grants.filter(({ role }) => role === 'bureau').map(({ user_id }) => user_id);
  return open
    .map((summary): Owed => {
      const { id, unit, year } = summary;
      return {
        ...{ kind: 'yearly_summary', objectKind: 'yearly_summary', objectId: id, superiors },
        owners: coordinatorsAmong(grants, coordinatedBy(unit)),
        since: sinceWhen(summary, begins),
        dueAt: deadlineOf(summary, programme).deadline,
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

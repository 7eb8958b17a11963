import type { Db } from '../db/open.ts';
import { coordinatorsAmong, listGrants } from '../directory/roles.ts';
import type { Programme } from '../programme/programme.ts';
import { listSummaries } from '../summaries/repository.ts';
import { coordinatedBy, isOpen } from '../summaries/summary.ts';

/** Who still owes a summary of the year: each once. */
export async function listOwners(db: Db, programme: Programme): Promise<string[]> {
  const [summaries, grants] = [await listSummaries(db, programme), await listGrants(db, programme.teamId)];
  const owners = summaries
    .filter(isOpen)
    .flatMap(({ unit }) => coordinatorsAmong(grants, coordinatedBy(unit)));
  return [...new Set(owners)];
}

import type { Db } from '../db/open.ts';
import type { Expert } from './expert.ts';
import { expertOf, selectExperts } from './repository.ts';

/** Another expert of the same name: perhaps the same person; two people of one name are two people (decision 16). */
export async function findNamesake(
  db: Db,
  teamId: string,
  { id, name }: Expert,
): Promise<Expert | undefined> {
  const row = await selectExperts(db, teamId)
    .where('expert.name', '=', name)
    .where('expert.id', '<>', id)
    .where('expert.merged_into', 'is', null)
    .limit(1)
    .executeTakeFirst();
  return row && expertOf(row);
}

import type { Trx } from '../db/open.ts';
import { listGrants } from '../directory/roles.ts';
import type { Marks } from '../outbox/marks.ts';
import { ringersAmong } from './line.ts';
import { listNewestBundles, listOpenLines, type OpenLine } from './sql.ts';

/** The messages in which calls stand that an act may have answered, or changed: their buttons would lead nowhere. */
export async function listBundlesOf(trx: Trx, teamId: string, { about }: Marks): Promise<string[]> {
  if (about.length === 0) return [];
  const concerned = (await listOpenLines(trx, teamId)).filter((line) => isAbout(line, about));
  if (concerned.length === 0) return [];
  const grants = await listGrants(trx, teamId);
  const ringers = new Set(concerned.flatMap((line) => ringersAmong(grants, line)));
  return listNewestBundles(trx, teamId, [...ringers]);
}

function isAbout({ personId, ref }: OpenLine, about: readonly string[]): boolean {
  return [personId, ...Object.values(ref)].some((id) => about.includes(id));
}

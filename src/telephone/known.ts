import { findClaim, listClaims } from '../claims/file-sql.ts';
import type { Db } from '../db/open.ts';
import { findDemand, listDemands } from '../demands/repository.ts';
import { findExpert, listExperts } from '../directory/repository.ts';
import { programmeOf } from '../programme/repository.ts';
import type { TelephoneLine } from './line.ts';

/** What many calls speak of: read with one query of a kind however many there are, and once. */
export type Known = ReturnType<typeof createKnown>;

/** How much of what lies ahead is read at once. */
const AHEAD = 100;

export function createKnown(
  db: Db,
  teamId: string,
  lines: readonly Pick<TelephoneLine, 'person' | 'personId' | 'ref'>[],
) {
  const ahead = lines.slice(0, AHEAD);
  const people = (person: TelephoneLine['person']) =>
    ahead.flatMap((line) => (line.person === person ? [line.personId] : []));
  const named = (key: string) => ahead.flatMap(({ ref }) => ref[key] ?? []);
  return {
    demand: createReader(
      [...people('contact'), ...named('demandId')],
      (ids) => listDemands(db, teamId, ids),
      (id) => findDemand(db, teamId, id),
    ),
    expert: createReader(
      people('expert'),
      (ids) => listExperts(db, teamId, ids),
      (id) => findExpert(db, teamId, id),
    ),
    claim: createReader(
      named('claimId'),
      async (ids) => (await listClaims(db, teamId, ids)).map((file) => ({ ...file, id: file.claim.id })),
      async (id) => findClaim(db, teamId, id),
    ),
    programme: once((year: number) => programmeOf(db, { teamId, year })),
  };
}

/** Reads all of these when the first of them is asked for, and any other by itself, once. */
function createReader<Value, Listed extends Value & { id: string }>(
  ids: readonly string[],
  list: (ids: string[]) => Promise<Listed[]>,
  find: (id: string) => Promise<Value | undefined>,
): (id: string) => Promise<Value | undefined> {
  const all = once(async (_: 'all') => new Map((await list([...new Set(ids)])).map((one) => [one.id, one])));
  const one = once(find);
  return async (id) => (ids.length > 1 ? (await all('all')).get(id) : undefined) ?? one(id);
}

function once<Key, Value>(read: (key: Key) => Promise<Value>): (key: Key) => Promise<Value> {
  const kept = new Map<Key, Promise<Value>>();
  return (key) => {
    const value = kept.get(key) ?? read(key);
    kept.set(key, value);
    return value;
  };
}

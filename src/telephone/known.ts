import { findClaim } from '../claims/file-sql.ts';
import type { Db } from '../db/open.ts';
import { findDemand } from '../demands/repository.ts';
import { findExpert } from '../directory/repository.ts';
import { programmeOf } from '../programme/repository.ts';

/** What many calls speak of, read once each however many there are. */
export type Known = ReturnType<typeof createKnown>;

export function createKnown(db: Db, teamId: string) {
  return {
    demand: once((id: string) => findDemand(db, teamId, id)),
    expert: once((id: string) => findExpert(db, teamId, id)),
    claim: once((id: string) => findClaim(db, teamId, id)),
    programme: once((year: number) => programmeOf(db, { teamId, year })),
  };
}

function once<Key, Value>(read: (key: Key) => Promise<Value>): (key: Key) => Promise<Value> {
  const kept = new Map<Key, Promise<Value>>();
  return (key) => {
    const value = kept.get(key) ?? read(key);
    kept.set(key, value);
    return value;
  };
}

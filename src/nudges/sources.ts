import type { Db } from '../db/open.ts';
import type { Duty } from '../directory/duty.ts';
import type { Owed } from '../directory/owed.ts';
import { listGrants } from '../directory/roles.ts';
import { findLiveYears } from '../programme/live-years.ts';
import type { Programme } from '../programme/programme.ts';
import type { Room } from '../room.ts';

/** Something owed, with the duty that it is one of. */
export interface DutyOwed extends Owed {
  duty: Duty;
  /** The year that it belongs to. */
  programme: Programme;
}

/** Where what is owed is read. */
export interface OwedPlace {
  db: Db;
  rooms: readonly Room[];
}

/** What the rooms make people owe, in the order of the story. */
export function dutiesOf(rooms: readonly Room[]): Duty[] {
  return rooms.flatMap(({ duties = [] }) => duties);
}

/**
 * Everything owed of all years that aren't closed; what belongs to none of them is found once. A source that fails is
 * left out where `onTrouble` says so, and fails the whole where it doesn't.
 */
export async function collectOwed(
  { db, rooms }: OwedPlace,
  programme: Programme,
  now: Temporal.Instant,
  onTrouble?: (error: Error) => void,
): Promise<DutyOwed[]> {
  const duties = dutiesOf(rooms);
  const grants = await listGrants(db, programme.teamId);
  const sources = new Set(duties.flatMap((duty) => duty.sources));
  const found = new Map<string, DutyOwed>();
  for (const year of (await findLiveYears(db, programme)).all) {
    for (const list of sources) {
      try {
        for (const one of await list(db, { programme: year, now, grants })) {
          const key = [one.kind, one.objectId, one.round].join('\n');
          if (!found.has(key)) found.set(key, withDuty(one, duties, year));
        }
      } catch (error) {
        if (!onTrouble || !(error instanceof Error)) throw error;
        onTrouble(error);
      }
    }
  }
  return [...found.values()];
}

/** A source that tells of a kind that no room declares is a bug. */
function withDuty(owed: Owed, duties: readonly Duty[], programme: Programme): DutyOwed {
  const duty = duties.find(({ kind }) => kind === owed.kind);
  if (!duty) throw new Error(`no room knows what ${owed.kind} is`);
  return { ...owed, duty, programme };
}

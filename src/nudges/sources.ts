import type { Db } from '../db/open.ts';
import type { Duty } from '../directory/duty.ts';
import type { Owed } from '../directory/owed.ts';
import type { Programme } from '../programme/programme.ts';
import type { Room } from '../room.ts';

/** Something owed, with the duty that it is one of. */
export interface DutyOwed extends Owed {
  duty: Duty;
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

/** Everything owed; a source that fails is left out where `onTrouble` says so, and fails the whole where it doesn't. */
export async function collectOwed(
  { db, rooms }: OwedPlace,
  programme: Programme,
  now: Temporal.Instant,
  onTrouble?: (error: Error) => void,
): Promise<DutyOwed[]> {
  const duties = dutiesOf(rooms);
  const owed: DutyOwed[] = [];
  for (const list of new Set(duties.flatMap(({ sources }) => sources))) {
    try {
      owed.push(...(await list(db, programme, now)).map((one) => withDuty(one, duties)));
    } catch (error) {
      if (!onTrouble || !(error instanceof Error)) throw error;
      onTrouble(error);
    }
  }
  return owed;
}

/** A source that tells of a kind that no room declares is a bug. */
function withDuty(owed: Owed, duties: readonly Duty[]): DutyOwed {
  const duty = duties.find(({ kind }) => kind === owed.kind);
  if (!duty) throw new Error(`no room knows what ${owed.kind} is`);
  return { ...owed, duty };
}

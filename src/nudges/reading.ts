import type { Db } from '../db/open.ts';
import { countChanges } from '../outbox/agenda.ts';
import type { Programme } from '../programme/programme.ts';
import { type Known, readPeople } from './people.ts';
import { collectOwed, type DutyOwed, type OwedPlace } from './sources.ts';

/** What everybody owes, and who they all are. */
interface Reading {
  owed: DutyOwed[];
  people: Known;
}

interface Kept {
  key: string;
  now: Temporal.Instant;
  reading: Promise<Reading>;
}

/** Seconds of programme time for which a reading serves, while nobody acts: what lapses by the clock is looked at each minute. */
const SERVES_SECONDS = 60;

const kept = new WeakMap<Db, Kept>();

/**
 * One reading for all reminders that are shown from the same state: on a morning each of hundreds of people gets one,
 * and each stands in what all of them owe. An act that a message tells of has been counted before the message is taken.
 */
export async function readStanding(
  place: OwedPlace,
  programme: Programme,
  now: Temporal.Instant,
): Promise<Reading> {
  const { teamId, liveYears } = programme;
  const key = `${teamId} ${liveYears} ${await countChanges(place.db, teamId)}`;
  const known = kept.get(place.db);
  if (known?.key === key && isFresh(known.now, now)) return known.reading;
  const reading = read(place, programme, now);
  kept.set(place.db, { key, now, reading });
  // One that failed serves nobody else.
  reading.catch(() => kept.get(place.db)?.reading === reading && kept.delete(place.db));
  return reading;
}

async function read(place: OwedPlace, programme: Programme, now: Temporal.Instant): Promise<Reading> {
  const people = await readPeople(place.db, programme);
  return { people, owed: await collectOwed(place, programme, now) };
}

function isFresh(then: Temporal.Instant, now: Temporal.Instant): boolean {
  const age = now.since(then).total('seconds');
  return age >= 0 && age < SERVES_SECONDS;
}

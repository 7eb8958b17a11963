import { earliest } from '../clock.ts';
import { actOnce, DESK, recordAct } from '../db/audit.ts';
import { enqueueHomes } from '../directory/homes.ts';
import { listBureau } from '../directory/roles.ts';
import { enqueueNotice } from '../outbox/enqueue.ts';
import { listYears } from '../programme/opening.ts';
import type { Programme } from '../programme/programme.ts';
import { eraseRecordsOfYear } from '../records/erase.ts';
import type { Room, RoomDeps } from '../room.ts';
import { erasePerson } from './erase-sql.ts';
import { findPerson, holdPerson } from './person-sql.ts';
import { erasesAt, toldFrom } from './retention.ts';
import {
  eraseSome,
  expiredOf,
  findForgotten,
  forgetTold,
  keepErased,
  keepTold,
  listRetention,
  partsOf,
  type Retention,
} from './retention-sql.ts';

type Looking = Pick<RoomDeps, 'db' | 'now' | 'findTeam' | 'rooms'>;

/**
 * Closed years past their term (decision 26): the bureau is told thirty days before, and then their personal data go.
 * Rows and their states decide: a process that dies goes on where it was, and a second one finds nothing left.
 */
export async function lookAtRetention(deps: Looking): Promise<Temporal.Instant | undefined> {
  const teamId = await deps.findTeam();
  if (teamId === undefined) return undefined;
  const closed = (await listYears(deps.db, teamId)).filter(({ state }) => state === 'closed');
  if (closed.length === 0) return undefined;
  const told = new Map((await listRetention(deps.db, teamId)).map((one) => [one.year, one]));
  const next: (Temporal.Instant | undefined)[] = [];
  for (const programme of closed.toSorted((a, b) => a.year - b.year))
    next.push(await lookAtYear(deps, programme, told.get(programme.year)));
  return earliest(...next);
}

async function lookAtYear(
  deps: Looking,
  programme: Programme,
  retention: Retention | undefined,
): Promise<Temporal.Instant | undefined> {
  const { teamId, year } = programme;
  const now = deps.now();
  const from = toldFrom(programme);
  if (retention?.erasedAt) return undefined;
  const isDue = Temporal.Instant.compare(now, from) >= 0;
  if (retention && (!isDue || !erasesAt(programme, retention.toldAt).equals(retention.erasesAt)))
    await forgetTold(deps.db, teamId, year);
  else if (retention) {
    if (Temporal.Instant.compare(now, retention.erasesAt) < 0) return retention.erasesAt;
    await eraseYear(deps, programme, now);
    return undefined;
  }
  if (!isDue) return from;
  return tellBureau(deps, programme, now);
}

/** Once for each moment at which they would go. */
async function tellBureau(
  { db }: Looking,
  programme: Programme,
  now: Temporal.Instant,
): Promise<Temporal.Instant> {
  const { teamId, year } = programme;
  const erases = erasesAt(programme, now);
  await actOnce(db, async (trx) => {
    if (!(await keepTold(trx, { teamId, year, told: now, erases }))) return;
    const bureau = await listBureau(trx, teamId);
    for (const target of bureau)
      await enqueueNotice(trx, {
        teamId,
        key: `retention:${year}:${erases.epochMilliseconds}:${target}`,
        kind: 'retention_notice',
        target,
        ref: { year: String(year), at: String(erases) },
        unprompted: true,
      });
    await enqueueHomes(trx, teamId, bureau);
  });
  return erases;
}

/** Batch by batch, each a transaction; at last the year is marked, with one row in the trail that is never written twice. */
async function eraseYear({ db, rooms }: Looking, { teamId, year }: Programme, now: Temporal.Instant) {
  const expired = expiredOf(teamId, year);
  await forgetPeople(db, rooms, { teamId, year, now });
  await actOnce(db, (trx) => eraseRecordsOfYear(trx, { teamId, year, by: 'coordinator', now }));
  let rows = 0;
  for (const part of partsOf(rooms, expired)) {
    for (;;) {
      const n = await actOnce(db, (trx) => eraseSome(trx, teamId, part));
      if (n === 0 || n === 'repeated') break;
      rows += n;
    }
  }
  await actOnce(db, async (trx) => {
    if (!(await keepErased(trx, { teamId, year, now }))) return;
    await recordAct(trx, {
      teamId,
      act: 'erase_year',
      actor: DESK,
      objectKind: 'programme_year',
      objectId: String(year),
      now,
      cause: `erase_year:${year}`,
      details: { rows },
    });
    await enqueueHomes(trx, teamId, await listBureau(trx, teamId));
  });
}

/** Whoever was last heard of in a year that is over for good. */
async function forgetPeople(
  db: RoomDeps['db'],
  rooms: readonly Room[],
  { teamId, year, now }: { teamId: string; year: number; now: Temporal.Instant },
): Promise<void> {
  for (;;) {
    const expertId = await findForgotten(db, expiredOf(teamId, year));
    if (expertId === undefined) return;
    await actOnce(db, async (trx) => {
      const person = await findPerson(trx, teamId, { expertId });
      if (!person) return;
      await holdPerson(trx, person);
      const again = await findPerson(trx, teamId, { expertId });
      if (!again) return;
      const { records } = await erasePerson(trx, rooms, again, { by: 'coordinator', now });
      await recordAct(trx, {
        teamId,
        act: 'erase_person',
        actor: DESK,
        objectKind: 'expert',
        objectId: expertId,
        now,
        details: { year, records },
      });
    });
  }
}

import { earliest } from '../clock.ts';
import { actOnce } from '../db/audit.ts';
import type { Db, Trx } from '../db/open.ts';
import { dayOf } from '../directory/ladder.ts';
import { findReader } from '../directory/readers.ts';
import { type Grant, listGrants } from '../directory/roles.ts';
import { enqueueViewOnce } from '../outbox/enqueue.ts';
import { markChanged } from '../outbox/marks.ts';
import { type Programme, workplaceOf } from '../programme/programme.ts';
import { findProgramme } from '../programme/repository.ts';
import {
  isWorkingMoment,
  nextWorkingMoment,
  startOfNextDay,
  type Workplace,
} from '../programme/working-days.ts';
import type { RoomDeps } from '../room.ts';
import { BUNDLE, bundleKey, ringersAmong } from './line.ts';
import { readTellings } from './read.ts';
import { showRingers } from './show.ts';
import { endLines, hasBundle, listDueLines, listNewestBundles, markSeen, type OpenLine } from './sql.ts';

type Tools = Pick<RoomDeps, 'db' | 'now' | 'findTeam'>;

/**
 * Each coordinator who has somebody to ring reads all of it in one message a day, in their working hours; what comes
 * later the same day joins it. What matters no more ends.
 */
export async function bundleLines({ db, now, findTeam }: Tools): Promise<Temporal.Instant | undefined> {
  const teamId = await findTeam();
  const moment = now();
  const due = teamId === undefined ? undefined : await listDueLines(db, teamId, moment);
  if (teamId === undefined || !due) return undefined;
  const tomorrow = startOfNextDay(moment, due);
  if (due.lines.length === 0) return tomorrow;
  const then = await actOnce(db, async (trx) => {
    const news = due.lines.filter(({ isSeen }) => !isSeen);
    if (news.length > 0) {
      await markSeen(
        trx,
        teamId,
        news.map(({ id }) => id),
        moment,
      );
      await showRingers(trx, teamId, news, moment);
    }
    return bundleNow(trx, teamId, due.lines, moment);
  });
  return then === 'repeated' ? moment : earliest(tomorrow, then);
}

/** The bundles of those who are at work and have none today; when the next of them is due. */
async function bundleNow(
  trx: Trx,
  teamId: string,
  lines: readonly OpenLine[],
  now: Temporal.Instant,
): Promise<Temporal.Instant | undefined> {
  const programme = await findProgramme(trx, teamId);
  if (!programme) return undefined;
  const grants = await listGrants(trx, teamId);
  const ringers = [...new Set(lines.flatMap((line) => ringersAmong(grants, line)))];
  const next: Temporal.Instant[] = [];
  for (const userId of ringers) {
    const reader = await findReader(trx, teamId, userId);
    const workplace = workplaceOf(reader?.tz, programme);
    const isAtWork = isWorkingMoment(now, workplace);
    next.push(isAtWork ? nextMorning(now, workplace) : nextWorkingMoment(now, workplace));
    if (isAtWork) await bundleFor(trx, { userId, workplace, programme, grants, now }, lines);
  }
  return earliest(...next);
}

interface Ringer {
  userId: string;
  workplace: Workplace;
  programme: Programme;
  grants: readonly Grant[];
  now: Temporal.Instant;
}

/** Only what still matters is told; what doesn't is read once, and ends. */
async function bundleFor(
  trx: Trx,
  { userId, workplace, programme, grants, now }: Ringer,
  lines: readonly OpenLine[],
): Promise<void> {
  const { teamId } = programme;
  const day = dayOf(now, workplace);
  const key = bundleKey(userId, day);
  if (await hasBundle(trx, teamId, key)) return;
  const own = lines.filter((line) => ringersAmong(grants, line).includes(userId));
  const still = await listStill(trx, programme, own, now);
  const over = own.filter(({ id }) => !still.has(id));
  await endLines(
    trx,
    teamId,
    over.map(({ id }) => id),
  );
  if (over.length > 0) await showRingers(trx, teamId, over, now);
  if (still.size === 0) return;
  const before = await listNewestBundles(trx, teamId, [userId]);
  const ref = { day: day.toString() };
  await enqueueViewOnce(trx, { teamId, key, kind: BUNDLE, target: userId, ref, unprompted: true });
  await markChanged(trx, { teamId, views: before });
}

async function listStill(
  db: Db,
  { teamId, language: locale }: Programme,
  lines: readonly OpenLine[],
  now: Temporal.Instant,
): Promise<Set<number>> {
  const tellings = await readTellings(db, { teamId, now, locale }, lines);
  return new Set(tellings.map(({ id }) => id));
}

function nextMorning(moment: Temporal.Instant, workplace: Workplace): Temporal.Instant {
  return nextWorkingMoment(startOfNextDay(moment, workplace), workplace);
}

import { earliest } from '../../clock.ts';
import { DESK } from '../../db/audit.ts';
import type { Db } from '../../db/open.ts';
import type { Programme } from '../../programme/programme.ts';
import { listProgrammes } from '../../programme/repository.ts';
import { isWorkingMoment, nextWorkingMoment } from '../../programme/working-days.ts';
import type { Deps } from '../../slack/interaction.ts';
import { readCase } from '../case-sql.ts';
import { type ClaimFile, type Ending, endingOf } from '../claim.ts';
import { decideNow } from '../decide.ts';
import { listUnanswered } from '../waiting-sql.ts';

type Tools = Pick<Deps, 'db' | 'now' | 'log' | 'findTeam'>;

/**
 * Frees the slots of claims that nobody answered in five working days (mission: decision 2), or whose service is over
 * before that; those that were due first before the others. What came due while nobody looked is made up for, but only
 * in working hours: it is told to people. A reminder of the third day that was missed as well is not: there is nothing
 * left to ask for.
 */
export async function expireClaims({ db, now, log, findTeam }: Tools): Promise<Temporal.Instant | undefined> {
  const moment = now();
  const next: Temporal.Instant[] = [];
  for (const programme of await listProgrammes(db, await findTeam())) {
    if (!isWorkingMoment(moment, programme)) {
      next.push(nextWorkingMoment(moment, programme));
      continue;
    }
    const unanswered = await listByDue(db, programme, moment);
    next.push(...unanswered.map(({ ending }) => ending.due));
    const overdue = unanswered.filter(({ ending }) => Temporal.Instant.compare(ending.due, moment) <= 0);
    for (const { file, ending } of overdue) {
      // One that fails must not hold the others back; it is tried again at the next look.
      await expire(db, programme, file, ending, moment).catch((error: Error) =>
        log.error({ act: ending.act, claim: file.claim.id, reason: error.name }, 'a claim did not expire'),
      );
    }
  }
  return earliest(...next);
}

/** As often as this everything is looked at anyhow. */
const AHEAD = { hours: 24 } as const;

/** Those that end by now, or may within a day. */
async function listByDue(db: Db, programme: Programme, now: Temporal.Instant) {
  const files = await listUnanswered(db, programme, now.add(AHEAD));
  return files
    .flatMap((file) => {
      const ending = endingOf(file, programme);
      return ending ? [{ file, ending }] : [];
    })
    .toSorted((a, b) => Temporal.Instant.compare(a.ending.due, b.ending.due));
}

/** One wins when an answer comes at the same moment; the claim's guarded change decides. */
async function expire(
  db: Db,
  programme: Programme,
  { claim }: ClaimFile,
  { act, due }: Ending,
  now: Temporal.Instant,
): Promise<void> {
  const claimCase = await readCase(db, programme.teamId, claim.id);
  // Whoever is next in turn since has days of their own; and so has another date.
  if (claimCase?.claim.state !== claim.state || !endingOf(claimCase, programme)?.due.equals(due)) return;
  const desk = { programme, userId: DESK, onBehalfOf: undefined, now, cause: undefined };
  const details = { from: claim.state, due: due.round('second').toString() };
  await decideNow(db, desk, claimCase, act, 'expired', { details });
}
